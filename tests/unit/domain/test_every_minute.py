"""No instant belongs to no day, to two days, or to two takes of one form (P24): asked of every minute of 2024 in WIB."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pytest

from jujur.domain.periods import WIB, Period, day_period
from jujur.settings.calendar import ReportingPeriod, load_calendar
from jujur.settings.places import config_dir

FIRST, NEXT = datetime(2024, 1, 1, tzinfo=WIB), datetime(2025, 1, 1, tzinfo=WIB)
# On each minute and on its last microsecond: the two between which a boundary could be lost.
MINUTES: npt.NDArray[np.int64] = np.arange(FIRST.timestamp(), NEXT.timestamp(), 60, dtype=np.int64)
INSTANTS = np.concatenate([MINUTES * 1_000_000, MINUTES * 1_000_000 + 59_999_999])


def holders(periods: Sequence[Period]) -> npt.NDArray[np.int64]:
    """How many periods hold each instant: those begun by then, less those ended by then."""

    def micros(moments: list[datetime]) -> npt.NDArray[np.int64]:
        return np.sort(np.array([round(item.timestamp()) * 1_000_000 for item in moments], np.int64))

    begun = np.searchsorted(micros([item.starts_at for item in periods]), INSTANTS, side="right")
    ended = np.searchsorted(micros([item.ends_at for item in periods]), INSTANTS, side="right")
    return begun - ended


def days() -> list[Period]:
    return [day_period(date(2023, 12, 31) + timedelta(days=number)) for number in range(368)]


def test_every_minute_of_2024_is_in_exactly_one_day() -> None:
    assert len(MINUTES) == 527_040
    assert np.array_equal(np.unique(holders(days())), [1])


@pytest.mark.parametrize(
    "periods",
    [
        [item for number, item in enumerate(days()) if number != 45],
        [*days(), day_period(date(2024, 2, 14))],
        [Period(item.starts_at, item.ends_at + timedelta(minutes=1)) for item in days()],
        [Period(item.starts_at, item.ends_at - timedelta(minutes=1)) for item in days()],
    ],
    ids=["a day is missing", "a day twice", "ends too late", "ends too early"],
)
def test_the_count_would_see_a_gap_and_an_overlap(periods: list[Period]) -> None:
    assert set(np.unique(holders(periods))) - {1}


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 2, 29), date(2024, 12, 31)])
def test_the_count_agrees_with_the_period_itself(day: date) -> None:
    period = day_period(day)
    edges = [period.starts_at, period.ends_at]
    near = [edge + timedelta(microseconds=shift) for edge in edges for shift in (-1, 0, 1)]
    assert [moment in period for moment in near] == [False, True, True, True, False, False]


def test_no_minute_is_in_two_takes_or_two_whole_periods_of_one_form() -> None:
    calendar = load_calendar(config_dir() / "pagar-alam")
    forms = {form for period in calendar.reporting_periods for form in period.forms}
    asked = 0
    for form in sorted(forms):
        owed = [period for period in calendar.reporting_periods if form in period.forms]
        takes = [period for period in owed if is_take(period, owed)]
        for group in (takes, [period for period in owed if period not in takes]):
            if group:
                asked += 1
                assert holders([period.period for period in group]).max() == 1, form
    assert asked > len(forms)


def is_take(period: ReportingPeriod, owed: Sequence[ReportingPeriod]) -> bool:
    return any(
        other is not period and other.starts_at <= period.starts_at and period.ends_at <= other.ends_at
        for other in owed
    )
