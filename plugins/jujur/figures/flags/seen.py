"""What flags look at: rows and files as known at an instant, and the limits that a desk decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

# Said of an area that is none of the desk's kecamatan.
ELSEWHERE = "wilayah yang tidak dikenal"


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row with content that is accepted or held; ``counts`` are its counts in the order of the form, None where it says none.

    ``arrival`` orders rows by receipt: the number of the submission, then that of the row in its file.
    """

    row_id: str
    unit_code: str
    kecamatan_code: str
    team_id: str | None
    arrival: tuple[int, int]
    counts: tuple[int | None, ...]
    is_accepted: bool = True

    @property
    def is_all_zero(self) -> bool:
        """True when the row says something, and all that it says is zero. A blank is not zero (P07)."""
        said = [count for count in self.counts if count is not None]
        return bool(said) and not any(said)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """One received file. ``is_stamped_alone``: its time of receipt is its own, not that of the look into a folder."""

    submission_id: str
    team_id: str | None
    area_code: str
    received_at: datetime
    is_stamped_alone: bool
    is_nil: bool = False


@dataclass(frozen=True, slots=True)
class SeenForm:
    """A form in one period, and in the periods just before it, the newest of them first.

    ``earlier`` holds at most as many periods as a streak needs less one; ``nil`` are the files of those periods and, first, of
    this one that say NIHIL. ``names`` are the kecamatan's names by code, ``labels`` what each count is about, in their order.
    """

    form_id: str
    rows: Sequence[SeenRow]
    names: Mapping[str, str]
    labels: Sequence[str] = ()
    earlier: Sequence[Sequence[SeenRow]] = ()
    nil: Sequence[Sequence[SeenFile]] = field(default=())

    def name(self, code: str) -> str:
        """What a kecamatan is called; a text of a flag has no numerals, so never its code."""
        return self.names.get(code, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class FlagLimits:
    """The thresholds of ``thresholds.yaml`` without their prefix; ``small_denominator`` is that of P06."""

    zero_units: int
    streak_periods: int
    copied_rows: int
    copied_cells: int
    bulk_files: int
    bulk_teams: int
    digit_count: int
    digit_chi_square: int
    outlier_deviations: int
    small_denominator: int


def usual_rows(rows: Sequence[SeenRow], copies: Collection[str]) -> list[SeenRow]:
    """The rows that say what is usual: accepted, not all zero, and no later copies of another team's rows.

    What is held is held for a fault; zeros and copies have a flag of their own. Left in, they would move the mean and hide what
    is unusual among the others.
    """
    return [row for row in rows if row.is_accepted and row.row_id not in copies and not row.is_all_zero]
