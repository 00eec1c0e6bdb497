"""Nothing that looks like a result before the legal hour, on paper or inside the file (P19; L47)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jujur.domain.reports import ReportContent

VOTES = ("sum_suara_", "filled_suara_")


def may_print_results(content: ReportContent) -> bool:
    """True when cut-off and release lie at or after the legal hour and outside the quiet period; False without a known hour."""
    gate, edition = content.results_gate, content.edition
    if gate is None:
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
    early = sorted(key for key in keys if key.rpartition("/")[2].startswith(VOTES))
    return [f"angka hasil {key} tidak boleh dimuat sebelum jam yang sah (P19)" for key in early]
