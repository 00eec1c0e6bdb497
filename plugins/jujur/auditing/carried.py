"""Which words beyond the statuses the figures of an edition carry (P14, P21, P22, P23)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from jujur.auditing.wording import Carried
from jujur.domain.figures import AreaStatus, Figure
from jujur.domain.reports import ReportContent
from jujur.domain.vintages import Change


def carried_by(content: ReportContent) -> Carried:
    """What the content carries; a missing figure carries nothing."""
    own = content.area.code
    changes = [
        one.change
        for one in content.comparisons
        if one.is_comparable and one.change is not None and not content.breaks
    ]
    coverage, forms = content.figures.get(f"{own}/coverage"), content.figures.get(f"{own}/incident_forms")
    reported = content.figures.get(f"{own}/incidents_reported")
    is_whole = coverage is not None and 0 < coverage.k == coverage.denominator
    is_heard = forms is not None and 0 < forms.N == forms.n
    return Carried(
        is_nothing=is_whole and is_heard and reported is not None and reported.k == 0,
        is_rising=any(change > 0 for change in changes),
        is_falling=any(change < 0 for change in changes),
        is_fresh=_is_fresh(content.figures.get(f"{own}/data_age_oldest"), content.data_age_limit_hours),
        is_whole=is_whole,
        marks=_marks((*content.changes, *(one for line in content.vintages for one in line.changes))),
    )


def _is_fresh(oldest: Figure | None, limit_hours: int) -> bool:
    """True when every expected unit was heard of within the limit."""
    return (
        oldest is not None
        and oldest.value is not None
        and oldest.n == oldest.N
        and oldest.k <= limit_hours * 60
    )


def _marks(changes: Iterable[Change]) -> int:
    """How often the change tables say that something was or is KONDUSIF."""
    sides = (
        side for one in changes if one.key.startswith("status/") for side in (one.before, one.after) if side
    )
    return sum(json.loads(side)["status"] == AreaStatus.KONDUSIF.value for side in sides)
