"""What a workbook says about itself, and what a team may have said in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

# Words that the reader looks for; the hint in brackets may change, the words before it may not.
SUPERSEDES_LABEL = "Perbaikan atas kiriman nomor"
NIL_LABEL = "Konfirmasi NIHIL"
# The date in every blank workbook. A constant, because its bytes must not depend on when it was made; no sender claims it.
CREATED = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Identity:
    """For whom and for when a workbook is made.

    ``period`` is the id of the reporting period ("2024-02-14", "2024-02-14.3", "2024-W06"). ``days`` are the first and the
    last day that a date in this workbook can sensibly be; a date outside is asked about, not refused.
    """

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
    days: tuple[date, date] = (date(2020, 1, 1), date(2039, 12, 31))


@dataclass(frozen=True, slots=True)
class Filled:
    """What a team typed. ``rows`` run parallel to the prefilled units; an event form has one per event.

    A value is an integer, or a text: in canonical form (``2024-02-14``, ``07:15``, ``12.5``, an instant with offset) it is
    written as a person would have typed it, any other text as it is.
    """

    rows: Sequence[Mapping[str, int | str]] = field(default=())
    supersedes: str = ""
    is_nil: bool = False
