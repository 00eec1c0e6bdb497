"""When DAGs run: the desk's frozen calendar, and the rhythm in which submissions are fetched.

A desk lives by its own clock: ``desk time = real time + shift``, and the shift is zero except in a demonstration.
Airflow lives by the real clock. So a timetable answers in both: the *data interval* of a run is the slot in desk
time (2024-02-14), ``run_after`` is the real instant at which that desk time is reached.

Airflow keeps the next ``run_after`` in its database and asks again only when the DAG file is parsed or a run was
created. After the shift has been changed, the DAG file must therefore be parsed anew: it is within
``[dag_processor] min_file_process_interval``, or at once through ``PUT /api/v2/parseDagFile/{file_token}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pendulum
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from airflow.utils.types import DagRunType

from jujur.domain.periods import WIB
from jujur.settings import clock, places


def real_now() -> datetime:
    """The machine's clock, aware UTC. Timetables are the one place where Airflow asks for the present."""
    return datetime.now(UTC)


def desk_shift() -> timedelta:
    """How far the desk's clock is away from the machine's, read anew each time."""
    return clock.read_shift(places.home())


def _instant(moment: datetime) -> pendulum.DateTime:
    return pendulum.instance(moment).in_timezone("UTC")


class CalendarTimetable(Timetable):  # type: ignore[misc]
    """One run for each slot of the calendar, identified by the slot's cut-off in desk time.

    A slot that has passed while nothing was running still gets its run, late; silence would look like a publication
    that never was. A slot has one run only: its ``run_id`` and its logical date are the cut-off, both unique in
    Airflow. ``catchup`` of the DAG is ignored for that reason; a ``start_date`` (in desk time) leaves out slots before it.
    """

    periodic = True
    active_runs_limit = 1

    def __init__(self, cut_offs: Iterable[datetime]) -> None:
        """``cut_offs``: aware instants in desk time, in any order; each is the ``as_of`` of one publication."""
        self.cut_offs = tuple(sorted({_instant(moment) for moment in cut_offs}))
        self.description = f"{len(self.cut_offs)} slot kalender desk"

    @property
    def summary(self) -> str:
        """The few words shown in Airflow's list of DAGs."""
        return self.description

    def serialize(self) -> dict[str, Any]:
        """The cut-offs as ISO 8601 text."""
        return {"cut_offs": [moment.isoformat() for moment in self.cut_offs]}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> CalendarTimetable:
        """The inverse of :meth:`serialize`."""
        return cls(datetime.fromisoformat(text) for text in data["cut_offs"])

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """The first slot after the last run; None when all slots of the calendar are done."""
        done_until = last_automated_data_interval.end if last_automated_data_interval else None
        for cut_off in self.cut_offs:
            is_done = done_until is not None and cut_off <= done_until
            is_before_start = restriction.earliest is not None and cut_off < restriction.earliest
            if not is_done and not is_before_start:
                is_after_end = restriction.latest is not None and cut_off > restriction.latest
                return None if is_after_end else self._run_of(cut_off)
        return None

    @staticmethod
    def _run_of(cut_off: pendulum.DateTime) -> DagRunInfo:
        return DagRunInfo(
            run_after=_instant(cut_off - desk_shift()), data_interval=DataInterval.exact(cut_off)
        )

    def infer_manual_data_interval(self, *, run_after: pendulum.DateTime) -> DataInterval:
        """A run started by hand is about the last slot whose cut-off has passed on the desk's clock."""
        desk_now = run_after + desk_shift()
        passed = [cut_off for cut_off in self.cut_offs if cut_off <= desk_now]
        return DataInterval.exact(passed[-1] if passed else _instant(desk_now))

    def generate_run_id(
        self,
        *,
        run_type: DagRunType,
        run_after: pendulum.DateTime,
        data_interval: DataInterval | None,
        **extra: Any,
    ) -> str:
        """Scheduled runs are named after the slot, so that a second one of the same slot cannot exist."""
        is_slot = run_type == DagRunType.SCHEDULED and data_interval is not None
        moment = data_interval.end if is_slot and data_interval else run_after
        return str(run_type.generate_run_id(suffix=moment.isoformat()))


class ReceivingTimetable(Timetable):  # type: ignore[misc]
    """A run every so many seconds, quicker on voting days; what was missed is not made up for.

    Lives in real time, because post arrives in real time: an interval is the instant of one look into the inbox.
    """

    periodic = True
    active_runs_limit = 1

    def __init__(
        self, every_seconds: int, every_seconds_voting_day: int, voting_days: Iterable[date] = ()
    ) -> None:
        """Seconds between two looks, and the days (in Asia/Jakarta, desk time) on which the shorter one holds."""
        self.every_seconds = every_seconds
        self.every_seconds_voting_day = every_seconds_voting_day
        self.voting_days = frozenset(voting_days)
        self.description = (
            f"setiap {every_seconds} detik; hari pemungutan suara {every_seconds_voting_day} detik"
        )

    @property
    def summary(self) -> str:
        """The few words shown in Airflow's list of DAGs."""
        return self.description

    def serialize(self) -> dict[str, Any]:
        """Seconds, and days as ISO 8601 text."""
        return {
            "every_seconds": self.every_seconds,
            "every_seconds_voting_day": self.every_seconds_voting_day,
            "voting_days": sorted(day.isoformat() for day in self.voting_days),
        }

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> ReceivingTimetable:
        """The inverse of :meth:`serialize`."""
        days = (date.fromisoformat(text) for text in data["voting_days"])
        return cls(data["every_seconds"], data["every_seconds_voting_day"], days)

    def pause(self, desk_time: datetime) -> timedelta:
        """Time between two looks on the day of ``desk_time``."""
        is_voting_day = desk_time.astimezone(WIB).date() in self.voting_days
        return timedelta(seconds=self.every_seconds_voting_day if is_voting_day else self.every_seconds)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """One pause after the last look, but never in the past."""
        now = real_now()
        if last_automated_data_interval is None:
            return DagRunInfo.exact(_instant(now))
        due = last_automated_data_interval.end + self.pause(now + desk_shift())
        return DagRunInfo.exact(_instant(max(due, now)))

    def infer_manual_data_interval(self, *, run_after: pendulum.DateTime) -> DataInterval:
        """A look by hand happens when it is asked for."""
        return DataInterval.exact(run_after)
