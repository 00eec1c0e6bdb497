"""Telling every lie and its honest twin, each to a copy of the same small desk."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from jujur.domain.errors import JujurError
from jujur.lies.post import with_post_office
from jujur.lies.registry import Act, Lie, Stage, Verdict, Watch
from jujur.lies.town import CITY, MIDDLE, NORTH, build_town
from jujur.lies.watching import edition_id, published
from jujur.lies.world import AFTER, EVENING, SEVERE, World, honest_rows, wib
from jujur.operations import deliver, publish, seal
from jujur.operations.desk import open_desk
from jujur.operations.initialise import enter_demonstration, initialise
from jujur.settings.environment import Overridden

SHOWN = 110
MIDDLE_ROWS = honest_rows(MIDDLE)
# Who stops a lie, by the error that is raised.
STOPPED_BY = {
    "AuditFailed": "audit",
    "CalculatorsDisagree": "dua penghitung",
    "ConfigurationError": "pemeriksaan templat",
    "DecisionRefused": "aturan tiga tangan",
    "JujurError": "pemeriksa aturan",
    "LedgerBroken": "buku besar",
    "PublicationBlocked": "gerbang terbit dan kirim",
    "RecordError": "catatan",
    "SealRefused": "meterai",
    "UnsourcedNumeral": "pencetak (angka tanpa fakta)",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One line that somebody saw; or the error raised on purpose that stopped everything."""

    by: str
    line: str
    is_error: bool


def try_all(lies: Iterable[Lie]) -> Iterator[Verdict]:
    """The verdict on each lie, in order. Everything is written below a folder of its own, which is removed."""
    folder = Path(tempfile.mkdtemp(prefix="jujur-dusta-"))
    try:
        theatre = Theatre(folder)
        for lie in lies:
            yield theatre.try_one(lie)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Theatre:
    """The prepared stages of the small desk, each made once and copied for every play."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        self._config = build_town(folder / "asal" / "config")
        self._stages: dict[Stage, Path] = {}

    def try_one(self, lie: Lie) -> Verdict:
        """Tells the lie, then its twin."""
        started = time.monotonic()
        caught = self.caught(lie)
        told = self._play(lie, lie.twin)
        alarms = [one.line if one.is_error else _found(lie.alarm, one.line) for one in told]
        false_alarm = next(filter(None, alarms), "")
        catchers = tuple(dict.fromkeys(one.by for one in caught))
        seconds = time.monotonic() - started
        return Verdict(lie, caught[0].line if caught else "", catchers, false_alarm, seconds)

    def prepare(self, lie: Lie) -> None:
        """Makes the stage that the lie starts from."""
        self._stage(lie.stage)

    def told(self, lie: Lie) -> str:
        """By what the lie is caught; empty when it escapes."""
        return next((one.line for one in self.caught(lie)), "")

    def caught(self, lie: Lie) -> list[Seen]:
        """Everything by which the lie is caught; [] when it escapes."""
        seen = self._play(lie, lie.tell)
        return [replace(one, line=found) for one in seen if (found := _found(lie.alarm, one.line))]

    def _play(self, lie: Lie, act: Act) -> list[Seen]:
        """What there was to see for each who looks; an error raised on purpose is the last thing that one sees."""
        self._count += 1
        folder = self._folder / f"{self._count}"
        seen: list[Seen] = []
        try:
            with self._living_in(folder, self._stage(lie.stage)) as world:
                try:
                    act(world)
                    for watch in (lie.watch, *lie.others):
                        seen += _look(watch, world)
                except JujurError as error:
                    seen.append(_stopped(error))
                finally:
                    world.close()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return seen

    def _living_in(self, folder: Path, stage: Path | None) -> Overridden[World]:
        """A world in a folder, copied from a stage; the environment names it meanwhile."""
        home, config = folder / "var", folder / "config"
        shutil.copytree(self._config.parent, config)
        if stage:
            shutil.copytree(stage, home)
        values = {"JUJUR_HOME": str(home), "JUJUR_DESK": str(config / self._config.name)}
        others = ("JUJUR_DATABASE_URL", "JUJUR_RAW_URL", "JUJUR_SMTP_URL", "JUJUR_TSA_URL", "JUJUR_TSA_CERT")
        return Overridden(
            {**values, "JUJUR_CODE_VERSION": "peragaan dusta", **dict.fromkeys(others)},
            World(home, config / self._config.name),
        )

    def _stage(self, name: Stage) -> Path:
        if name not in self._stages:
            before, prepare = PREPARED[name]
            folder = self._folder / f"tahap-{name}"
            with self._living_in(folder, self._stage(before) if before else None) as world:
                prepare(world)
            self._stages[name] = world.home
        return self._stages[name]


def _look(watch: Watch, world: World) -> Iterator[Seen]:
    try:
        for line in watch.look(world):
            yield Seen(watch.by, line, False)
    except JujurError as error:
        yield _stopped(error)


def _stopped(error: JujurError) -> Seen:
    name = type(error).__name__
    return Seen(STOPPED_BY.get(name, name), f"{name}: {error}", True)


def _found(alarm: str, line: str) -> str:
    found = re.search(alarm, line)
    if found is None:
        return ""
    start = 0 if found.end() <= SHOWN else found.start()
    return line[start : start + SHOWN].strip()


def begin(world: World) -> None:
    """Sets the desk up on the eve, its clock shifted for a demonstration."""
    with open_desk() as desk:
        enter_demonstration(desk)
    with open_desk() as desk:
        initialise(desk)


def _report(world: World) -> None:
    world.everybody_reports()
    world.to(AFTER)


def _count_half(world: World) -> None:
    """Half of Dempo Tengah is silent, one of its rows is held, and a severe incident is open: nothing may be said lightly."""
    first = {**MIDDLE_ROWS[0], "suara_sah": 150}
    world.everybody_reports(rows={MIDDLE: [first, *MIDDLE_ROWS[1:3], {}, {}, {}]}, incidents=[SEVERE])
    world.to(AFTER)
    publish.compute_figures(publish.freeze_editions(wib(19, 30)))


def _seal(world: World) -> None:
    seal.seal_edition(edition_id(MIDDLE))


def _issue_half(world: World) -> None:
    published(world, MIDDLE)
    _seal(world)


def _send(world: World) -> None:
    """All editions are out, and that of Dempo Tengah is in its reader's hands."""
    for area_code in (CITY, NORTH):
        published(world, area_code)
    with_post_office(world)
    deliver.deliver_edition(edition_id(MIDDLE))


# Each stage, from which it is made and how: the eve; the evening before anybody reported; all reported; published; half
# reported and computed; signed; that half signed too; sent.
PREPARED: dict[Stage, tuple[Stage | None, Callable[[World], None]]] = {
    "malam": (None, begin),
    "sore": ("malam", lambda world: world.to(EVENING)),
    "lengkap": ("sore", _report),
    "terbit": ("lengkap", lambda world: published(world, MIDDLE)),
    "dihitung": ("sore", _count_half),
    "bermeterai": ("terbit", _seal),
    "separuh": ("dihitung", _issue_half),
    "terkirim": ("bermeterai", _send),
}
