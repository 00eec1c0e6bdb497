"""When runs happen: in desk time, once a slot, late rather than never."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pendulum
import pytest
from airflow.timetables.base import DataInterval, TimeRestriction
from airflow.utils.types import DagRunType

from jujur.orchestration import timetables
from jujur.orchestration.timetables import CalendarTimetable, ReceivingTimetable

FREE = TimeRestriction(earliest=None, latest=None, catchup=False)
EVENING = datetime(2024, 2, 14, 12, 30, tzinfo=UTC)
NEXT_EVENING = EVENING + timedelta(days=1)
YEARS = timedelta(days=-1013)


def at(moment: datetime) -> DataInterval:
    return DataInterval.exact(pendulum.instance(moment))


@pytest.fixture
def shift(monkeypatch: pytest.MonkeyPatch) -> dict[str, timedelta]:
    """The desk's clock, to be stepped by a test."""
    clock = {"shift": timedelta(0)}
    monkeypatch.setattr(timetables, "desk_shift", lambda: clock["shift"])
    return clock


@pytest.fixture
def calendar() -> CalendarTimetable:
    return CalendarTimetable([NEXT_EVENING, EVENING, EVENING])


def next_of(timetable: Any, last: DataInterval | None, restriction: TimeRestriction = FREE) -> Any:
    return timetable.next_dagrun_info(last_automated_data_interval=last, restriction=restriction)


def test_a_slot_is_its_cut_off_in_desk_time_and_runs_in_real_time(
    calendar: CalendarTimetable, shift: dict[str, timedelta]
) -> None:
    shift["shift"] = YEARS
    info = next_of(calendar, None)
    assert info.data_interval == at(EVENING)
    assert info.logical_date == EVENING
    assert info.run_after == EVENING - YEARS


def test_stepping_the_desks_clock_moves_the_real_time_of_the_next_run(
    calendar: CalendarTimetable, shift: dict[str, timedelta]
) -> None:
    before = next_of(calendar, None).run_after
    shift["shift"] = timedelta(hours=5)
    assert next_of(calendar, None).run_after == before - timedelta(hours=5)


def test_a_slot_missed_while_nothing_ran_still_runs(
    calendar: CalendarTimetable, shift: dict[str, timedelta]
) -> None:
    """Both slots are years ago; they come one after the other, whatever ``catchup`` says."""
    first = next_of(calendar, None)
    second = next_of(calendar, first.data_interval)
    assert first.data_interval == at(EVENING)
    assert second.data_interval == at(NEXT_EVENING)
    assert second.run_after < datetime.now(UTC)


def test_no_slot_runs_twice_and_after_the_last_there_is_none(
    calendar: CalendarTimetable, shift: dict[str, timedelta]
) -> None:
    shift["shift"] = timedelta(days=300)
    assert next_of(calendar, at(EVENING)).data_interval == at(NEXT_EVENING)
    assert next_of(calendar, at(NEXT_EVENING)) is None


def test_a_slot_has_one_run_id_wherever_the_clock_stands(
    calendar: CalendarTimetable, shift: dict[str, timedelta]
) -> None:
    names = set()
    for hours in (0, 7):
        shift["shift"] = timedelta(hours=hours)
        info = next_of(calendar, None)
        names.add(
            calendar.generate_run_id(
                run_type=DagRunType.SCHEDULED, run_after=info.run_after, data_interval=info.data_interval
            )
        )
    assert names == {"scheduled__2024-02-14T12:30:00+00:00"}


def test_slots_outside_start_and_end_date_are_left_out(
    calendar: CalendarTimetable, shift: dict[str, timedelta]
) -> None:
    noon = pendulum.instance(EVENING + timedelta(hours=12))
    assert next_of(calendar, None, FREE._replace(earliest=noon)).data_interval == at(NEXT_EVENING)
    assert next_of(calendar, at(EVENING), FREE._replace(latest=noon)) is None


def test_a_run_by_hand_is_about_the_last_slot_that_has_passed(
    calendar: CalendarTimetable, shift: dict[str, timedelta]
) -> None:
    shift["shift"] = YEARS
    now = pendulum.instance(EVENING - YEARS + timedelta(hours=1))
    assert calendar.infer_manual_data_interval(run_after=now) == at(EVENING)


@pytest.mark.parametrize(
    "timetable", [CalendarTimetable([EVENING]), ReceivingTimetable(300, 60, [date(2024, 2, 14)])]
)
def test_the_scheduler_gets_back_what_the_dag_file_said(timetable: Any) -> None:
    import json

    data = json.loads(json.dumps(timetable.serialize()))
    assert type(timetable).deserialize(data).serialize() == timetable.serialize()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    monkeypatch.setattr(timetables, "real_now", lambda: moment)
    return moment


def test_looks_into_the_inbox_are_quicker_on_voting_day_of_the_desks_clock(
    now: datetime, shift: dict[str, timedelta]
) -> None:
    timetable = ReceivingTimetable(300, 60, [date(2024, 2, 14)])
    assert next_of(timetable, at(now)).run_after == now + timedelta(seconds=300)
    shift["shift"] = datetime(2024, 2, 14, 1, 0, tzinfo=UTC) - now
    assert next_of(timetable, at(now)).run_after == now + timedelta(seconds=60)


def test_voting_day_begins_at_midnight_in_jakarta() -> None:
    timetable = ReceivingTimetable(300, 60, [date(2024, 2, 14)])
    midnight = datetime(2024, 2, 13, 17, 0, tzinfo=UTC)
    assert timetable.pause(midnight) == timedelta(seconds=60)
    assert timetable.pause(midnight - timedelta(seconds=1)) == timedelta(seconds=300)


def test_missed_looks_are_not_made_up_for(now: datetime, shift: dict[str, timedelta]) -> None:
    timetable = ReceivingTimetable(300, 60)
    first = next_of(timetable, at(now - timedelta(days=3)))
    assert first.run_after == now
    assert next_of(timetable, first.data_interval).run_after == now + timedelta(seconds=300)
