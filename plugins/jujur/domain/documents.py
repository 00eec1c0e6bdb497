"""Documents of one page that stand beside editions: what is said when there is no normal report (P29, P46)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jujur.domain.editions import EditionKind
from jujur.domain.reports import Letterhead


@dataclass(frozen=True, slots=True)
class KnownCoverage:
    """What is known of one area at the cut-off although its report does not come: units that reported, and that were to."""

    area_name: str
    reported: int
    on_time: int
    expected: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A slot without its normal report: "bukan-terbit" says why; "terbatas" names the promises that failed besides.

    ``coverage`` is empty where not even that can be counted. ``next_release_at`` is None at the end of the calendar. All
    instants are aware. Nothing else is in it, so that nothing that depends on a failed promise can be printed.
    """

    form: Literal["bukan-terbit", "terbatas"]
    kind: EditionKind
    area_name: str
    letterhead: Letterhead
    period_starts_at: datetime
    cut_off_at: datetime
    release_at: datetime
    reason: str
    coverage: tuple[KnownCoverage, ...]
    next_kind: EditionKind | None
    next_release_at: datetime | None
    is_demonstration: bool
    failed_properties: tuple[str, ...] = ()
