"""Statuses worked out again from the edition's figures: a gate that lies must not be its own witness (P12, L14, L15)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jujur.domain.figures import AreaStatus
from jujur.domain.periods import WIB
from jujur.domain.reports import ReportContent

WORST_FIRST = (AreaStatus.BELUM_DAPAT_DISIMPULKAN, AreaStatus.PERLU_PERHATIAN, AreaStatus.KONDUSIF)


def crooked_statuses(content: ReportContent) -> list[str]:
    """A sentence on every status that does not follow from the figures: neither better nor worse may be said.

    Of a kecamatan from its own figures and the frozen rule, of the city from the worst of its kecamatan. Without the rule, or
    without a figure that it needs, nothing good follows (P46): the limits are then nought, and a missing figure is not enough.
    """
    is_city = content.area.level == "kota"
    problems = []
    for one in content.statuses[1:] if is_city else content.statuses:
        due = _due(content, one.area_code)
        if one.status is not due:
            problems.append(
                f"simpulan {one.area_code} {one.status.value}, padahal angkanya menentukan {due.value} (P12)"
            )
    if is_city and content.statuses[1:]:
        said = content.statuses[0].status
        worst = min((one.status for one in content.statuses[1:]), key=WORST_FIRST.index)
        if said is not worst:
            problems.append(
                f"simpulan kota {said.value}, padahal kecamatan terburuk {worst.value} (P12, L15)"
            )
    return problems


def _due(content: ReportContent, area_code: str) -> AreaStatus:
    if _is_too_early(content) or not all(_is_enough(content, area_code)):
        return AreaStatus.BELUM_DAPAT_DISIMPULKAN
    if not all(_is_quiet(content, area_code)):
        return AreaStatus.PERLU_PERHATIAN
    return AreaStatus.KONDUSIF


def _is_too_early(content: ReportContent) -> bool:
    """A take of voting day concludes nothing while people vote: told by the clock, from period and hour (honesty.md §3).

    Without the hour, no take does.
    """
    if content.edition.kind != "hari_h":
        return False
    if content.polls is None:
        return True
    ends, starts = (
        moment.astimezone(WIB)
        for moment in (content.edition.period.ends_at, content.edition.period.starts_at)
    )
    minutes = (ends.date() - starts.date()).days * 1440 + ends.hour * 60 + ends.minute
    return minutes < content.polls.closing_minute


def _is_enough(content: ReportContent, area_code: str) -> Iterator[bool]:
    figures, rule = content.figures, content.gate_rule
    least = Fraction(rule.coverage_percent if rule else content.coverage_threshold_percent, 100)
    for name in ("timeliness", content.unit_figure("usable")):
        share = figures.get(f"{area_code}/{name}")
        yield share is not None and share.value is not None and share.value >= least
    forms = figures.get(f"{area_code}/incident_forms")
    yield forms is not None and 0 < forms.N == forms.n
    fresh = figures.get(f"{area_code}/incident_forms_fresh")
    yield fresh is not None and fresh.k == fresh.N


def _is_quiet(content: ReportContent, area_code: str) -> Iterator[bool]:
    rule = content.gate_rule
    limits = {
        "incidents_open_severe": rule.open_severe_limit if rule else 0,
        "incident_rows_held": rule.held_incident_limit if rule else 0,
    }
    for name, limit in limits.items():
        figure = content.figures.get(f"{area_code}/{name}")
        yield figure is not None and figure.k <= limit
