"""A desk so small that thousands of its days can be played: five kecamatan of one shape, with the real forms and rules.

Everything between the bytes of a file and the figures of an edition is the package's own code. Made cheap is this: a file is
opened in this process instead of a guarded child, and a new desk is a copy of one that was started before.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from jujur.domain.figures import Figure, GatedStatus
from jujur.domain.periods import WIB, to_text
from jujur.intake.limits import Limits
from jujur.intake.opener.refusal import Refusal
from jujur.intake.opener.sheets import read_sheets
from jujur.operations import judging
from jujur.operations.desk import Desk
from jujur.operations.framing import versions_known
from jujur.operations.initialise import initialise
from jujur.operations.known import compute_all, gated
from jujur.operations.receive import Arrival, receive_all
from jujur.record import schema
from jujur.record.database import Database
from jujur.record.raw import RawStore
from jujur.settings.calendar import Slot
from jujur.settings.desk import DeskConfig, load_desk
from jujur.settings.places import project_root, reports_dir, sql_dir
from jujur.validation import suites
from jujur.validation.checks import Case

CITY = "16.72"
KECAMATAN = tuple(f"{CITY}.0{number}" for number in range(1, 6))
# Stations of the first and of the second kelurahan of every kecamatan: one shape for all, so that labels can be exchanged.
STATIONS = (3, 2)
# Four of five stations are enough, three are not.
COVERAGE_PERCENT = 80
# What came before 18.30 is old at the cut-off.
FRESH_HOURS = 1

_CALENDAR = """
hari_pemungutan_suara: [2024-02-14]
ambil_kiriman_setiap_detik: 300
ambil_kiriman_setiap_detik_hari_pemungutan: 60
terbitan:
"""
_SLOT = """
  - jenis: harian
    formulir: [pungut_hitung, kejadian]
    mulai: "2024-02-{day} 00.00"
    selesai: "2024-02-{next} 00.00"
    batas_kirim: "2024-02-{day} 19.00"
    batas_data: "2024-02-{day} 19.30"
    rilis: "2024-02-{day} 20.00"
"""
DAYS = (14, 15)


def wib(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of February 2024."""
    return datetime(2024, 2, day, hour, minute, second, tzinfo=WIB)


DUE, CUT_OFF = wib(14, 19), wib(14, 19, 30)


def write_config(folder: Path) -> Path:
    """The configuration of the small desk below ``folder``, cut out of the real one; gives the desk's own folder."""
    config = project_root() / "config"
    for shared in ("forms", "rules", "kosakata"):
        shutil.copytree(config / shared, folder / shared)
    desk = Path(shutil.copytree(config / "pagar-alam", folder / "kecil"))
    areas = _rows(desk / "areas.csv")
    kelurahan = {
        code: sorted(row["kode"] for row in areas if row["kode_induk"] == code)[: len(STATIONS)]
        for code in KECAMATAN
    }
    kept = {CITY, *KECAMATAN, *(code for codes in kelurahan.values() for code in codes)}
    stations = {code: STATIONS[index] for codes in kelurahan.values() for index, code in enumerate(codes)}
    _write(desk / "areas.csv", [row for row in areas if row["kode"] in kept])
    _write(desk / "aliases.csv", [row for row in _rows(desk / "aliases.csv") if row["kode"] in kept])
    _write(
        desk / "tps.csv",
        [
            {
                "kode_tps": f"{code.replace('.', '')}{n:03d}",
                "kode_kelurahan": code,
                "nomor_tps": f"{n:03d}",
                "jenis": "reguler",
            }
            for code, size in sorted(stations.items())
            for n in range(1, size + 1)
        ],
    )
    # Borders are of the whole town; a desk without any draws tiles.
    (desk / "boundaries.geojson").unlink()
    (desk / "calendar.yaml").write_text(
        _CALENDAR + "".join(_SLOT.format(day=day, next=day + 1) for day in DAYS) + "masa_laporan: []\n"
    )
    _replace(desk / "thresholds.yaml", "coverage_percent: 90", f"coverage_percent: {COVERAGE_PERCENT}")
    _replace(desk / "thresholds.yaml", "data_age_limit_hours: 24", f"data_age_limit_hours: {FRESH_HOURS}")
    text = (desk / "desk.yaml").read_text()
    (desk / "desk.yaml").write_text(text[: text.index("formulir:")] + "formulir: [pungut_hitung, kejadian]\n")
    return desk


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))


@dataclass(frozen=True, slots=True)
class PlayedDesk(Desk):
    """A desk whose clock stands where the test puts it."""

    clock: list[datetime] = field(default_factory=lambda: [wib(13, 20)])

    def real_now(self) -> datetime:
        return self.clock[0]


@dataclass(slots=True)
class SmallDesk:
    """One desk at work."""

    desk: PlayedDesk
    _arrivals: Iterator[int] = field(default_factory=count)

    @property
    def config(self) -> DeskConfig:
        return self.desk.config

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.config.calendar.publish_slots

    def stations(self, area_code: str = CITY) -> list[str]:
        """The codes of the stations of an area."""
        return [tps.code for tps in self.config.tps if f"{tps.kelurahan_code}.".startswith(f"{area_code}.")]

    def kelurahan(self) -> list[str]:
        """The codes of all kelurahan."""
        return [area.code for area in self.config.gazetteer.at_level("kelurahan")]

    def units_used(self, as_of: datetime) -> dict[str, bool]:
        """Which stations of the first slot have a row that counts, as known at ``as_of``."""
        at = {"period_start": to_text(self.slots[0].starts_at), "as_of": to_text(as_of)}
        with self.desk.database.reading() as session:
            rows = session.rows("units_pungut_hitung", form_id="pungut_hitung", frame_version=1, **at)
        return {row["unit_code"]: bool(row["is_used"]) for row in rows}

    def to(self, instant: datetime) -> None:
        """Moves the clock on; never back."""
        self.desk.clock[0] = max(instant, self.desk.clock[0])

    def receive(self, files: Sequence[tuple[bytes, str, datetime]]) -> list[str]:
        """Receives files (bytes, sender, time of receipt) in order, not judged yet; gives their submissions' ids."""
        ids = []
        for content, sender, at in files:
            self.to(at)
            arrival = Arrival(f"uji-{next(self._arrivals)}", "laporan.csv", content, sender, "cli")
            ids.append(receive_all(self.desk, [arrival], at)[0][0])
        return ids

    def judge(self, ids: Sequence[str]) -> None:
        """Judges everything that waits up to these submissions, in one batch."""
        judging.judge_submissions(self.desk, ids)

    def figures(self, slot: int = 0, as_of: datetime | None = None) -> dict[str, Figure]:
        """All figures as known at ``as_of``, the cut-off by default."""
        with self.desk.database.reading() as session:
            asked = self.slots[slot]
            return compute_all(self.desk, session, asked, as_of or asked.cut_off_at)

    def statuses(self, figures: dict[str, Figure], slot: int = 0) -> dict[str, GatedStatus]:
        """The gated status of the city and every kecamatan, by code."""
        with self.desk.database.reading() as session:
            terms = versions_known(session, self.slots[slot].starts_at, self.desk.now())[-1]
            asked = SimpleNamespace(kind="harian", area_code=CITY, period=self.slots[slot].period)
            found = gated(self.desk, figures, asked, terms)
        return {status.area_code: status for status in found}


class Desks:
    """Starts one desk for each kind of database, and gives copies of it."""

    def __init__(self, folder: Path, postgres_server: str | None = None) -> None:
        self._folder, self._server, self._number = folder, postgres_server, count()
        self.config = load_desk(write_config(folder / "config"))
        self._started: dict[str, SmallDesk] = {}

    @contextmanager
    def new(self, kind: str = "sqlite") -> Generator[SmallDesk, None, None]:
        """A desk on the eve of its first period, frozen and ready; its record and files are gone afterwards."""
        if kind not in self._started:
            self._started[kind] = self._start(kind)
        name = f"honesty{next(self._number)}"
        home = self._folder / name
        database = Database(self._copy(kind, name, home), sql_dir())
        if kind == "sqlite":
            sa.event.listen(database.engine, "connect", _hurry)
        desk = PlayedDesk(
            self.config, database, RawStore(f"file://{home}/raw"), home, reports_dir(), timedelta(0), "uji"
        )
        database.clock = desk.now
        try:
            yield SmallDesk(desk)
        finally:
            database.close()
            shutil.rmtree(home)
            if kind == "postgresql":
                self._on_server(f"DROP DATABASE {name}")

    def _copy(self, kind: str, name: str, home: Path) -> str:
        shutil.copytree(self._folder / f"{kind}-started", home)
        if kind == "sqlite":
            return f"sqlite:///{home}/jujur.sqlite"
        self._on_server(f"CREATE DATABASE {name} TEMPLATE honesty_started")
        return self._url(name)

    def _start(self, kind: str) -> SmallDesk:
        home = self._folder / f"{kind}-started"
        home.mkdir()
        url = f"sqlite:///{home}/jujur.sqlite"
        if kind == "postgresql":
            self._on_server("CREATE DATABASE honesty_started")
            url = self._url("honesty_started")
        database = Database(url, sql_dir())
        schema.upgrade(database)
        desk = PlayedDesk(
            self.config, database, RawStore(f"file://{home}/raw"), home, reports_dir(), timedelta(0), "uji"
        )
        database.clock = desk.now
        initialise(desk)
        database.close()
        return SmallDesk(desk)

    def _url(self, name: str) -> str:
        assert self._server is not None
        return self._server.rsplit("/", 1)[0] + f"/{name}"

    def _on_server(self, command: str) -> None:
        assert self._server is not None
        engine = sa.create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(command)
        engine.dispose()


@contextmanager
def at_the_desk(desk: SmallDesk) -> Iterator[None]:
    """The use cases open this desk."""

    @contextmanager
    def opened(is_clock_checked: bool = True) -> Iterator[Desk]:
        yield desk.desk

    with pytest.MonkeyPatch.context() as patch:
        for name in ("publish", "vintages", "deliver", "receive", "verify"):
            patch.setattr(f"jujur.operations.{name}.open_desk", opened)
        yield


def _hurry(connection: Any, _record: object) -> None:
    """Nothing of a desk that is gone in a second need survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _open_here(
    paths: Sequence[Path], limits: Limits, *_unused: object, **_unused_too: object
) -> Generator[dict[str, Any], None, None]:
    for path in paths:
        try:
            yield {"sheets": read_sheets(path.read_bytes(), limits)}
        except Refusal as refusal:
            yield {"refused": refusal.code}


@contextmanager
def opening_here() -> Iterator[None]:
    """Files are opened in this process: the same opener, without the child process that guards against hostile ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jujur.intake.reading.open_each", _open_here)
        yield


class Bounds:
    """Great Expectations, or what it computes: which numbers lie outside their interval.

    A run of Great Expectations costs as much as all else of a day. So every ``every``-th batch is judged by it and by the plain
    comparison, and both must say the same; the others by the comparison alone.
    """

    def __init__(self, every: int = 12) -> None:
        self.every, self.batches, self.compared = every, 0, 0

    def broken_rows(
        self, name: str, cases: Sequence[Case], numbers: Mapping[str, Any], keep_result: Any = None
    ) -> dict[str, list[int]]:
        """In the place of ``suites.broken_rows``."""
        plain = {
            case.key: [
                position
                for position, number in enumerate(numbers[case.key].tolist())
                if number == number and not _lies_in(number, case)
            ]
            for case in cases
        }
        plain = {key: positions for key, positions in plain.items() if positions}
        self.batches += 1
        if (self.batches - 1) % self.every == 0:
            assert suites.broken_rows(name, cases, numbers, keep_result) == plain
            self.compared += 1
        return plain


def _lies_in(number: float, case: Case) -> bool:
    return (case.low is None or number >= case.low) and (case.high is None or number <= case.high)


@contextmanager
def judging_fast(bounds: Bounds) -> Iterator[None]:
    """Batches are judged by ``bounds``."""
    with opening_here(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("jujur.validation.judgement.broken_rows", bounds.broken_rows)
        yield
