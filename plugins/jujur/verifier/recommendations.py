"""Which recommendations the figures call for, so far as they follow from the rows inside: none missing, none added (P15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import Inside
from jujur.verifier.official import difference_of
from jujur.verifier.recount import Counted

Named = tuple[str, str]
# Rules that follow from the recomputed figures of a kecamatan; those about the whole area are in _own. The others (spot checks,
# follow-ups, the rule that rows broke most) rest on what the tables inside do not hold.
WANTING = {
    "R-1": ("tps_not_received",),
    "R-2": ("rows_held",),
    "R-3": ("incidents_open_severe",),
    "R-5": ("tps_late",),
    "R-6": ("opening_late", "opening_not_yet"),
}
REDERIVED = {*WANTING, "R-4", "R-10"}


def check_recommendations(inside: Inside, again: Mapping[str, Counted]) -> Check:
    """The recommendations of a final report against the rules that its figures meet."""
    told = inside.facts.get("evidence", {}).get("recommendations")
    if told is None:
        return Check("recommendations", is_tested=False, note=Finding("older_final"))
    said = {(str(rule), str(area)) for rule, area in told}
    due = {*_of_kecamatan(inside, again), *_own(inside, again)}
    printed = {fact for _, fact in inside.facts["printed"]}
    findings = [Finding("recommendation_missing", one) for one in sorted(due - said)]
    findings += [Finding("recommendation_stray", one) for one in sorted(said - due) if one[0] in REDERIVED]
    findings += [
        Finding("recommendation_unprinted", (rule, area))
        for rule, area in sorted(said)
        if f"recommendation/{rule}/{area}/rule" not in printed
    ]
    return Check("recommendations", tuple(findings), len(said))


def _of_kecamatan(inside: Inside, again: Mapping[str, Counted]) -> Iterator[Named]:
    for area in inside.facts["areas"]:
        if area["level"] != "kecamatan":
            continue
        for rule, names in WANTING.items():
            is_known = rule != "R-3" or again[f"{area['code']}/incident_forms"].n > 0
            if is_known and any(again[f"{area['code']}/{name}"].k for name in names):
                yield rule, area["code"]


def _own(inside: Inside, again: Mapping[str, Counted]) -> Iterator[Named]:
    own = str(inside.identity["area"])
    forms = again[f"{own}/incident_forms"]
    if forms.n < forms.N:
        yield "R-4", own
    quoted = inside.facts["evidence"].get("official") or []
    if any(not one["is_explained"] and difference_of(one, again) != 0 for one in quoted):
        yield "R-10", own
