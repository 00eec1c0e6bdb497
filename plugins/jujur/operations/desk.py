"""An open desk: configuration, clock, record and raw files, handed to every use case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jujur.domain.errors import ConfigurationError
from jujur.domain.periods import from_text
from jujur.domain.reports import ClockShift
from jujur.record import schema
from jujur.record.database import Database, Session
from jujur.record.raw import RawStore
from jujur.settings import clock, places
from jujur.settings.desk import DeskConfig, load_desk


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a use case needs; nothing below it looks at the clock or the environment."""

    config: DeskConfig
    database: Database
    raw: RawStore
    home: Path
    assets: Path
    shift: timedelta
    code_version: str

    def now(self) -> datetime:
        """The desk's time: the machine's clock, shifted in a demonstration only."""
        return self.real_now() + self.shift

    def real_now(self) -> datetime:
        """The machine's own time, for what happens on this machine only, such as the age of a file."""
        return datetime.now(UTC)  # the package reads the clock here, and for a shift in initialise


@contextmanager
def open_desk(is_clock_checked: bool = True) -> Iterator[Desk]:
    """Opens the desk that the environment names, brings its record to the newest schema and checks its clock.

    Raises ConfigurationError when the clock file disagrees with the ledger, or shifts an official desk; only whoever
    examines the ledger itself goes without that check.
    """
    config = load_desk(places.desk_dir())
    home = places.home()
    home.mkdir(parents=True, exist_ok=True)
    database = Database(places.database_url(), places.sql_dir())
    try:
        schema.upgrade(database)
        desk = Desk(
            config=config,
            database=database,
            raw=RawStore(places.raw_url()),
            home=home,
            assets=places.reports_dir(),
            shift=clock.read_shift(home),
            code_version=places.code_version(),
        )
        database.clock = desk.now
        if is_clock_checked:
            _check_clock(desk)
        yield desk
    finally:
        database.close()


def clock_shifts(session: Session) -> list[tuple[ClockShift, float]]:
    """Every shift of the desk's clock that the ledger knows, with its size in seconds."""
    import json

    shifts = []
    for row in session.rows("ledger_events", event="clock_shifted"):
        payload = json.loads(row["payload"])
        shift = ClockShift(from_text(payload["real_time"]), from_text(row["at"]), payload["reason"])
        shifts.append((shift, float(payload["shift_seconds"])))
    return shifts


def _check_clock(desk: Desk) -> None:
    """A shifted clock is possible in a demonstration only, and only as the ledger says."""
    seconds = desk.shift.total_seconds()
    if seconds and not desk.config.is_demonstration:
        raise ConfigurationError(
            "Jam desk digeser, padahal desk ini resmi. Hapus pergeseran jam sebelum bekerja."
        )
    with desk.database.reading() as session:
        shifts = clock_shifts(session)
    recorded = shifts[-1][1] if shifts else 0.0
    if seconds != recorded:
        raise ConfigurationError(
            f"Jam desk bergeser {seconds:.0f} detik, tetapi buku besar mencatat {recorded:.0f} detik. "
            "Pergeseran jam hanya boleh lewat `jujur clock`."
        )
