"""What a workbook says about itself, and what a team may have said in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Identity:
    """For whom and for when a workbook is made. ``period`` is the period's first day in WIB, ISO 8601."""

    desk_id: str
    government: str
    desk_name: str
    election: str
    area_code: str
    area_name: str
    period: str
    period_label: str
    due_label: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What a team typed. ``rows`` run parallel to the prefilled units; an event form has one per event."""

    rows: Sequence[Mapping[str, int | str]] = field(default=())
    supersedes: str = ""
    is_nil: bool = False
