"""What a lie of the corpus is, and what came of telling it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from jujur.lies.world import World

Level = Literal["masukan", "catatan", "kode"]
Response = Literal["BLOCK", "HOLD", "PRINT", "ALERT"]
Stage = Literal["malam", "sore", "lengkap", "terbit"]
Act = Callable[[World], None]
Watch = Callable[[World], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Lie:
    """A lie (``number``, its number in honesty.md, with a letter where it has several ways) beside its honest twin.

    ``level``: told through a submission, in the database file, or by a function of the pipeline that was replaced. ``response``
    is what honesty.md asks of the pipeline. Both start from the same ``stage`` of the small desk; ``watch`` then looks at it as
    an officer or a reader would and gives what there is to see. The lie is caught by the first line, or the first error raised
    on purpose, in which ``alarm`` (a regular expression) is found; the twin must neither show it nor raise anything.
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one lie: by what it was caught (empty: it escaped), and what its honest twin was suspected of."""

    lie: Lie
    caught_by: str
    false_alarm: str
    seconds: float
