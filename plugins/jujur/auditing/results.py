"""Nothing that looks like a result before the legal hour, on paper or inside the file (P19; L47).

And in a take of voting day nothing at all about how people voted: no sum, no turnout, no row's number, no column of votes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jujur.domain.reports import ReportContent

VOTES = ("sum_suara_", "filled_suara_")
TAKE = "hari_h"
# What teams count, by how the columns begin; of these a take may speak of one, the ballots that a station was handed.
COUNTED = ("pemilih_", "pengguna_", "suara_", "surat_suara_")
LOGISTICS = "surat_suara_diterima"


def may_print_results(content: ReportContent) -> bool:
    """True when cut-off and release lie at or after the legal hour and outside the quiet period; False without a known hour.

    A take of voting day may at no hour.
    """
    gate, edition = content.results_gate, content.edition
    if gate is None or is_take(content):
        return False
    for moment in (edition.as_of, edition.release_at):
        if moment < gate.opens_at or gate.quiet.starts_at <= moment < gate.quiet.ends_at:
            return False
    return True


def early_results(content: ReportContent, facts: Mapping[str, Any]) -> list[str]:
    """Sentences on every vote figure that is printed, spoken or carried too early."""
    if may_print_results(content):
        return []
    shown = {fact.partition("#")[0] for part in ("printed", "furniture", "spoken") for _, fact in facts[part]}
    keys = {*shown, *facts["figures"], *content.figures}
    keys |= {one.key for one in content.comparisons}
    keys |= {f"{one.area_code}/{one.figure}" for one in content.official or ()}
    if is_take(content):
        keys |= {one.key for one in content.changes} | {one.name for one in content.history}
        told = sorted(key for key in keys if _is_of_votes(key))
        return [
            f"angka {key} tidak boleh dimuat dalam pengambilan hari pemungutan suara (P19)" for key in told
        ]
    early = sorted(key for key in keys if key.rpartition("/")[2].startswith(VOTES))
    return [f"angka hasil {key} tidak boleh dimuat sebelum jam yang sah (P19)" for key in early]


def quoted_rows(content: ReportContent, table: str) -> Iterator[str]:
    """Sentences on numbers of single rows that a take carries: a column of votes, a held row's reason, an act, a spot check.

    ``table`` is the attached table of rows, "" where there is none.
    """
    if not is_take(content):
        return
    header = table.partition("\n")[0].split(",")
    yield from (f"lampiran data.csv memuat lajur {name} (P19)" for name in header if _is_of_votes(name))
    for row in content.held:
        if row.rule_ids and row.reasons:
            yield f"alasan baris ditahan {row.unit_label} mengutip isi barisnya (P19)"
    for act in content.acts:
        for name, cell in (act.detail.get("cells") or {}).items():
            said = {str(cell[side].get("value")) for side in ("before", "after")}
            if _is_of_votes(name) and any(any(map(str.isdigit, text)) for text in said):
                yield f"tindakan {act.id} mengutip angka {name} (P19)"
    for one in content.spot_checks:
        if one.recounted or one.reported or one.columns:
            yield f"uji petik {one.area_code} memuat angka yang dihitung ulang (P19)"


def is_take(content: ReportContent) -> bool:
    """True for a bulletin of voting day."""
    return content.edition.kind == TAKE


def _is_of_votes(key: str) -> bool:
    """True for a figure, a column or a fact about how people voted."""
    name = key.rpartition("/")[2].removeprefix("sum_").removeprefix("filled_")
    return name == "turnout" or (name.startswith(COUNTED) and name != LOGISTICS)
