"""A final report about a day on which nothing was missing, late, open or broken."""

from __future__ import annotations

from dataclasses import replace

from tests.golden.report_world import CITY, COMPLETE, annexed, day_ended, eventful

from jujur.domain.reports import ReportContent


def quiet(area_code: str = CITY) -> ReportContent:
    """Everybody reported on time, opened on time, sent incident forms, and some were recounted; nothing official is quoted."""
    base = annexed(day_ended(area_code, tallies=COMPLETE), COMPLETE)
    figures = dict(base.figures)
    for area in (base.area, *base.children):
        for name in ("opening_late", "opening_not_yet", "incidents_open_severe"):
            if (key := f"{area.code}/{name}") in figures:
                figures[key] = replace(figures[key], value=0, k=0)
        if (key := f"{area.code}/incident_forms") in figures:
            figures[key] = replace(figures[key], k=figures[key].N, n=figures[key].N)
    checked = tuple(replace(one, checked=3) for one in eventful().spot_checks)
    return replace(base, figures=figures, spot_checks=checked, official=())
