"""Telling every lie and its honest twin, each to a copy of the same small desk."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from jujur.domain.errors import JujurError
from jujur.lies.registry import Act, Lie, Stage, Verdict, Watch
from jujur.lies.stages import PREPARED
from jujur.lies.town import build_town
from jujur.lies.world import World
from jujur.settings.environment import Overridden

SHOWN = 110
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
