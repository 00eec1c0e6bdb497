"""The change table against an earlier edition: both directions, nothing left out and nothing invented (P25, P26)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import CHANGES, Inside

PARTS = ("label", "unit", "value", "k", "n", "N", "denominator", "lower", "upper", "rows_digest")
EXACT = ("value", "lower", "upper")


def check_changes(inside: Inside, earlier: Sequence[Inside]) -> Check:
    """The table in the report is the whole difference to the edition it replaces, where that one was handed over."""
    replaces = inside.identity.get("replaces")
    table = inside.table(CHANGES)
    if not replaces:
        stray = tuple(Finding("change_stray", (row["key"],)) for row in table)
        return Check("changes", stray, is_tested=bool(stray), note=Finding("first_issue"))
    former = next((one for one in earlier if one.identity.get("edition") == replaces["edition_id"]), None)
    if former is None:
        note = Finding("former_not_given", (str(replaces["number"]), str(replaces["revision"])))
        alone = tuple(_unlike_report(_said(inside.facts), table))
        return Check("changes", alone, is_tested=bool(alone), note=note)
    sha256 = hashlib.sha256(former.pdf).hexdigest()
    findings = list(_differences(_said(former.facts), _said(inside.facts), table))
    # A signed copy begins with the bytes that were published, and has another digest as a whole.
    if not _begins_with(former.pdf, str(replaces["sha256"])):
        findings.append(Finding("former_other_bytes", (sha256[:16], str(replaces["sha256"])[:16])))
    return Check("changes", tuple(findings), len(table))


def _begins_with(pdf: bytes, sha256: str) -> bool:
    """True when the file, or one of the revisions that it begins with, has this digest."""
    at = -1
    while (at := pdf.find(b"%%EOF", at + 1)) >= 0:
        for end in (at + 5, at + 6, at + 7):
            if hashlib.sha256(pdf[:end]).hexdigest() == sha256:
                return True
    return hashlib.sha256(pdf).hexdigest() == sha256


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], table: Sequence[Mapping[str, str]]
) -> Iterator[Finding]:
    told = {row["key"]: row for row in table}
    for key in sorted({*before, *after, *told}):
        old, new = before.get(key), after.get(key)
        if key not in told:
            if old != new:
                yield Finding("change_untold", (key,))
            continue
        said = [json.loads(told[key][side]) if told[key][side] else None for side in ("before", "after")]
        if old == new:
            yield Finding("change_stray", (key,))
        elif said != [old, new]:
            yield Finding("change_other", (key,))


def _unlike_report(own: Mapping[str, Any], table: Sequence[Mapping[str, str]]) -> Iterator[Finding]:
    """The new side of the table needs no other file: it is what this report says."""
    for row in table:
        if (json.loads(row["after"]) if row["after"] else None) != own.get(row["key"]):
            yield Finding("change_unlike_report", (row["key"],))


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that an edition says in figures and statuses; its cut-off and standing are its own, not a difference."""
    said: dict[str, Any] = {
        key: {part: _exact(one.get(part)) if part in EXACT else one.get(part) for part in PARTS}
        for key, one in facts["figures"].items()
    }
    for one in facts["statuses"]:
        said[f"status/{one['area']}"] = {name: one[name] for name in ("status", "rule", "reasons")}
    return said


def _exact(text: str | None) -> int | str | None:
    """As the change table writes it: a whole number is one, a rational "numerator/denominator"."""
    if text is None:
        return None
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
