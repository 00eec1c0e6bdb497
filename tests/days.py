"""The real day, played through the use cases: what tests of the record, figures and reports start from."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jujur.domain.periods import WIB
from jujur.operations import judging
from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import enter_demonstration, initialise, shift_clock
from jujur.operations.receive import Arrival, receive
from jujur.settings import places

DUE = datetime(2024, 2, 14, 19, 0, tzinfo=WIB)
CUT_OFF = datetime(2024, 2, 14, 19, 30, tzinfo=WIB)
KECAMATAN = ("16.72.01", "16.72.02", "16.72.03", "16.72.04", "16.72.05")


# The home of the first desk started in this process on SQLite, for those that follow.
_started: list[Path] = []


def start_desk() -> None:
    """A new desk, its frame frozen on the eve. Where it would be like one that was started before, it is a copy of that."""
    home = places.home()
    is_elsewhere = any(os.environ.get(name) for name in ("JUJUR_RAW_URL", "JUJUR_DESK"))
    if is_elsewhere or home.exists() or places.database_url() != f"sqlite:///{home}/jujur.sqlite":
        _start_desk()
        return
    if not _started:
        _start_desk()
        folder = Path(tempfile.mkdtemp(prefix="jujur-started-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _started.append(Path(shutil.copytree(home, folder / "home")))
        return
    shutil.copytree(_started[0], home)


def _start_desk() -> None:
    with open_desk() as desk:
        enter_demonstration(desk)
    with open_desk() as desk:
        initialise(desk)


def hand_in(desk: Desk, path: Path, team_id: str, at: datetime) -> str:
    """One file received from a team at an instant; not judged yet."""
    team = desk.config.team(team_id)
    sender = team.address if team else team_id
    arrival = Arrival(f"uji|{path}|{at.isoformat()}", path.name, path.read_bytes(), sender, "cli")
    return receive(desk, arrival, at)[0]


def receive_files(files: Iterable[tuple[Path, str, datetime]], batches: int = 1) -> list[str]:
    """Receives files and judges them in so many batches; returns the submissions' ids."""
    with open_desk() as desk:
        ids = [hand_in(desk, path, team_id, at) for path, team_id, at in files]
        size = -(-len(ids) // batches)
        for start in range(0, len(ids), size):
            judging.judge_submissions(desk, ids[start : start + size])
    return ids


def timed(workbooks: Sequence[Any]) -> list[tuple[Path, str, datetime]]:
    """When each of the demonstration's workbooks comes: a minute apart, the late one ten minutes after its due time."""
    result = []
    for number, file in enumerate(workbooks):
        at = DUE - timedelta(minutes=30 - number) if file.when == "on_time" else DUE + timedelta(minutes=10)
        result.append((file.path, file.team_id, at))
    return result


def receive_the_day(workbooks: Sequence[Any]) -> None:
    """Everything up to a moment after the cut-off."""
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, DUE - timedelta(minutes=31), "uji")
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    receive_files(timed(workbooks))
