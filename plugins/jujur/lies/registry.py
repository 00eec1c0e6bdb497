"""What a lie of the corpus is, and what came of telling it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from jujur.lies.world import World

Level = Literal["masukan", "catatan", "kode", "templat", "berkas", "surat"]
Response = Literal["BLOCK", "HOLD", "PRINT", "ALERT"]
Stage = Literal[
    "malam", "sore", "lengkap", "terbit", "dihitung", "bermeterai", "separuh", "terkirim", "diralat"
]
Told = tuple[Level, Response, Stage]
Act = Callable[[World], None]


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody who looks: ``by`` names them, ``look`` gives what there is to see, one line each."""

    by: str
    look: Callable[[World], Iterable[str]]


# By whom a lie is looked for first, the alarm, and who looks besides.
Examined = tuple[Watch, str, tuple[Watch, ...]]


def seen_by(by: str) -> Callable[[Callable[[World], Iterable[str]]], Watch]:
    """Makes a watch of a function."""
    return lambda look: Watch(by, look)


@dataclass(frozen=True, slots=True)
class Lie:
    """A lie (``number``, its number in honesty.md, with a letter where it has several ways) beside its honest twin.

    ``level``: told through a submission, in the database file, by a function of the pipeline that was replaced, on the way from
    template to page, in a finished file, or in a letter. ``response`` is what honesty.md asks of the pipeline. Both start from
    the same ``stage`` of the small desk; ``watch`` and ``others`` then look at it as an officer or a reader would and give what
    there is to see. The lie is caught by each line, or error raised on purpose, in which ``alarm`` (a regular expression) is
    found; the twin must neither show it to anybody nor raise anything.
    """

    number: str
    title: str
    level: Level
    response: Response
    stage: Stage
    tell: Act
    twin_title: str
    twin: Act
    watch: Watch
    alarm: str
    others: tuple[Watch, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one lie: by what it was caught (empty: it escaped), by whom, and what its honest twin was suspected of."""

    lie: Lie
    caught_by: str
    catchers: tuple[str, ...]
    false_alarm: str
    seconds: float
