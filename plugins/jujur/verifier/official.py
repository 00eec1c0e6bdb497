"""Published figures of KPU and Bawaslu: the difference is theirs minus what the rows give, and nothing else is quoted (P19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import Inside
from jujur.verifier.recount import Counted

BESIDE = {
    "jumlah_tps": "tps_expected",
    "pemilih_dpt": "sum_pemilih_dpt_j",
    "pengguna_dpt": "sum_pengguna_dpt_j",
    "pengguna_dptb": "sum_pengguna_dptb_j",
    "pengguna_dpk": "sum_pengguna_dpk_j",
    "pengguna_hak_pilih": "sum_pengguna_total_j",
    "suara_sah": "sum_suara_sah",
    "suara_tidak_sah": "sum_suara_tidak_sah",
    "suara_total": "sum_suara_total",
}
SOURCES = ("KPU", "Bawaslu")
MINUS = "\u2212"


def check_official(inside: Inside, again: Mapping[str, Counted]) -> Check:
    """Every quotation of a final report, and everything that is printed in the name of one."""
    quoted = inside.facts.get("evidence", {}).get("official")
    if quoted is None:
        return Check("official", is_tested=False, note=Finding("older_final"))
    printed: dict[str, set[str]] = {}
    for text, fact in inside.facts["printed"]:
        printed.setdefault(fact, set()).add(_plain(text))
    known = {name_of(one) for one in quoted}
    findings = [finding for one in quoted for finding in _findings(one, again, printed)]
    findings += [
        Finding("official_strange", (fact,))
        for fact in sorted(printed)
        if fact.startswith("official/") and fact != "official/unexplained"
        if fact.removeprefix("official/").rpartition("/")[0] not in known
    ]
    return Check("official", tuple(findings), len(quoted))


def name_of(one: Mapping[str, Any]) -> str:
    """What a quotation is called: area, indicator and source."""
    return f"{one['area']}/{one['indicator']}/{one['source']}"


def difference_of(one: Mapping[str, Any], again: Mapping[str, Counted]) -> int | None:
    """Theirs minus what the rows give; None where the rows give nothing."""
    ours = again[f"{one['area']}/{BESIDE[one['indicator']]}"]
    return int(one["value"]) - int(ours.value) if ours.n and ours.value is not None else None


def _findings(
    one: Mapping[str, Any], again: Mapping[str, Counted], printed: Mapping[str, set[str]]
) -> Iterator[Finding]:
    name, figure = name_of(one), BESIDE.get(one["indicator"])
    if (
        figure is None
        or one["figure"] != figure
        or f"{one['area']}/{figure}" not in again
        or one["value"] < 0
    ):
        yield Finding("official_strange", (name,))
        return
    is_dated = f"official/{name}/published_at#date" in printed
    if one["source"] not in SOURCES or not str(one["document"]).strip() or not is_dated:
        yield Finding("official_unsourced", (name,))
    difference = difference_of(one, again)
    due = {"value": str(one["value"])} | ({} if difference is None else {"difference": _signed(difference)})
    for part in ("value", "difference"):
        said, right = printed.get(f"official/{name}/{part}", set()), due.get(part)
        if said != ({right} if right is not None else set()):
            yield Finding("official_differs", (name, part, ", ".join(sorted(said)) or "-", right or "-"))


def _signed(value: int) -> str:
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{abs(value)}"


def _plain(text: str) -> str:
    """A count without its thousands marks, of either language."""
    return text.replace(".", "").replace(",", "")
