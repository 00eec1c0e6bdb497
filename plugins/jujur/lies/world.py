"""One small desk, and what people, intruders and wrong code may do to it. Everything happens through the use cases themselves."""

from __future__ import annotations

import importlib
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jujur.domain.periods import WIB, to_text
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.lies.town import CITY, MIDDLE, NORTH
from jujur.operations import judging
from jujur.operations.desk import open_desk
from jujur.operations.initialise import shift_clock
from jujur.operations.receive import Arrival, receive_all
from jujur.operations.template import configured_units, identity_for, prefill
from jujur.record.database import Session

PERIOD, MAIN, INCIDENTS = "2024-02-14", "pungut_hitung", "kejadian"
VERIFIER, APPROVER, DATA_OFFICER = "petugas.verifikasi", "petugas.persetujuan", "petugas.data"
REASON = "sudah diperiksa bersama koordinator kecamatan dan tim"
CLERKS = {CITY: "", NORTH: "tim.16-72-01@example.org", MIDDLE: "tim.16-72-05@example.org"}
Values = Mapping[str, int | str]


def wib(hour: int, minute: int = 0, second: int = 0, day: int = 14) -> datetime:
    """A moment of the voting day, or of another day of that February."""
    return datetime(2024, 2, day, hour, minute, second, tzinfo=WIB)


EVENING, AFTER = wib(18), wib(19, 30, 5)
SEVERE: Values = {
    "kategori": "kekerasan",
    "tingkat": "berat",
    "uraian": "Perkelahian di dekat TPS",
    "masih_terbuka": "ya",
}


def station(users: int, valid: int, registered: int = 200) -> dict[str, int | str]:
    """What a TPS reports whose arithmetic holds; so many voted, so many of their ballots are valid."""
    return {
        "status_tps": "selesai hitung",
        "pemilih_dpt_j": registered,
        "pengguna_dpt_j": users,
        "pengguna_dptb_j": 0,
        "pengguna_dpk_j": 0,
        "pengguna_total_j": users,
        "suara_total": users,
        "suara_sah": valid,
        "suara_tidak_sah": users - valid,
    }


def honest_rows(kecamatan: str) -> list[dict[str, int | str]]:
    """Six different stations of a kecamatan; no two of the town are alike."""
    shift = 0 if kecamatan == NORTH else 37
    return [station(101 + shift + 11 * at, 93 + shift + 9 * at) for at in range(6)]


class World:
    """A desk in a folder of its own; the environment already names it. ``close`` takes every replaced function back."""

    def __init__(self, home: Path, config: Path) -> None:
        self.home, self.config = home, config
        # Reports that somebody keeps outside the desk, by name.
        self.kept: dict[str, bytes] = {}
        # A file in somebody's hands, and the letters that the post office took.
        self.file = b""
        self.letters: list[EmailMessage] = []
        self._replaced = ExitStack()

    def close(self) -> None:
        """Takes back whatever was replaced."""
        self._replaced.close()

    # What teams do.

    def workbook(
        self,
        form_id: str,
        rows: Sequence[Values],
        kecamatan: str = MIDDLE,
        renamed: Mapping[int, str] | None = None,
        period: str = PERIOD,
        **said: Any,
    ) -> bytes:
        """A filled workbook of a kecamatan. ``renamed``: unit codes typed over, by row."""
        with open_desk() as desk:
            form, area = desk.config.forms[form_id], desk.config.gazetteer[kecamatan]
            asked = desk.config.calendar.reporting_period(form_id, period)
            assert asked is not None
            known = list(prefill(desk.config, form, configured_units(desk.config, form, area)))
            for at, code in (renamed or {}).items():
                known[at] = {**known[at], form.keys[0].name: code}
            identity = identity_for(desk.config, area, asked)
            return write_workbook(form, known, identity, Filled(rows=rows, **said))

    def hand_in(
        self, content: bytes, at: datetime, sender: str = CLERKS[MIDDLE], claimed_at: datetime | None = None
    ) -> str:
        """A file received and judged; gives the submission's number."""
        with open_desk() as desk:
            arrival = Arrival(f"{to_text(at)}|{sender}", "laporan.xlsx", content, sender, "cli", claimed_at)
            ((submission_id, _),) = receive_all(desk, [arrival], at)
            judging.judge_submissions(desk, [submission_id])
        return submission_id

    def send(
        self,
        form_id: str,
        rows: Sequence[Values],
        kecamatan: str = MIDDLE,
        at: datetime = EVENING,
        **said: Any,
    ) -> str:
        """A workbook filled in and sent by the kecamatan's own team; ``said`` as in :meth:`workbook`."""
        return self.hand_in(self.workbook(form_id, rows, kecamatan, **said), at, CLERKS[kecamatan])

    def everybody_reports(
        self,
        but: str = "",
        rows: Mapping[str, Sequence[Values]] | None = None,
        incidents: Sequence[Values] = (),
        at: datetime = EVENING,
        period: str = PERIOD,
    ) -> None:
        """Both teams report, all but one; incidents are those of Dempo Tengah, everybody else has none to report."""
        for kecamatan in (NORTH, MIDDLE):
            if kecamatan != but:
                stations = (rows or {}).get(kecamatan) or honest_rows(kecamatan)
                self.send(MAIN, stations, kecamatan, at, period=period)
                own = incidents if kecamatan == MIDDLE else ()
                self.send(INCIDENTS, own, kecamatan, at + timedelta(minutes=1), is_nil=not own, period=period)

    # What time does.

    def to(self, at: datetime) -> None:
        """Moves the desk's clock."""
        with open_desk() as desk:
            shift_clock(desk, at, "uji")

    # What an intruder does who has the database file.

    def edit(self, statement: str, *values: Any) -> None:
        """One statement behind the record's back, its guards removed. Raises AssertionError when it changes nothing."""
        with closing(sqlite3.connect(self.home / "jujur.sqlite")) as connection, connection:
            guards = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in guards:
                connection.execute(f"DROP TRIGGER {name}")
            changed = connection.execute(statement, values).rowcount
        assert changed != 0, f"nothing was changed by: {statement}"

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database file holds."""
        with closing(sqlite3.connect(self.home / "jujur.sqlite")) as connection:
            return connection.execute(query, values).fetchall()

    # What wrong code does.

    def replace(self, target: str, lying: Callable[[Any], Any]) -> None:
        """Puts ``lying(original)`` in the place of the function ``jujur.room.module:name``; back again when the world closes."""
        module, _, name = target.partition(":")
        owner: Any = importlib.import_module(module)
        *inner, name = name.split(".")
        for one in inner:
            owner = getattr(owner, one)
        self._replaced.enter_context(patch.object(owner, name, lying(getattr(owner, name))))

    def bend_query(self, query: str, bend: Callable[[list[Any]], list[Any]]) -> None:
        """Lets a query of ``sql/`` answer something else, as a wrong join or filter in it would."""

        def lying(honest: Any) -> Any:
            def rows(session: Session, name: str, **parameters: Any) -> Any:
                found = honest(session, name, **parameters)
                return bend([dict(row) for row in found]) if name == query else found

            return rows

        self.replace("jujur.record.database:Session.rows", lying)


def edited(content: bytes, member: str, pattern: str, by: str) -> bytes:
    """A workbook with the first match of ``pattern`` in one of its parts replaced. Raises AssertionError where there is none."""
    target, count = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name == member:
                text, count = re.subn(pattern, by, part.decode(), count=1)
                part = text.encode()
            copy.writestr(name, part)
    assert count == 1, f"{member}: {pattern}"
    return target.getvalue()
