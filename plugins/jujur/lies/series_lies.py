"""Lies told by comparing one day with another."""

from __future__ import annotations

from collections.abc import Sequence

from jujur.lies.registry import Act, Lie
from jujur.lies.town import MIDDLE
from jujur.lies.watching import page
from jujur.lies.world import DATA_OFFICER, REASON, Values, World, honest_rows, wib
from jujur.operations.desk import open_desk
from jujur.operations.frame_changes import FrameChange, change_frame

TOMORROW, DAY = "2024-02-15", 15
ROWS = honest_rows(MIDDLE)


def next_day(rows: Sequence[Values], **changed: int) -> Act:
    """Dempo Tengah's edition of the voting day is out; on the next day it reports these rows, under changed thresholds if any."""

    def act(world: World) -> None:
        world.to(wib(6, day=DAY))
        if changed:
            with open_desk() as desk:
                change_frame(desk, TOMORROW, FrameChange(thresholds=changed), DATA_OFFICER, REASON)
        world.to(wib(18, day=DAY))
        world.everybody_reports(rows={MIDDLE: rows}, at=wib(18, day=DAY), period=TOMORROW)

    return act


SERIES_LIES = (
    Lie(
        *("L20", "perbaikan yang hanya berasal dari susunan pelapor", "masukan", "PRINT", "terbit"),
        next_day([*ROWS[:3], {}, {}, {}]),
        *("TPS yang sama melapor pada kedua hari", next_day(ROWS)),
        *(page(MIDDLE, DAY), r"tidak dapat dibandingkan 3 dari 6"),
    ),
    Lie(
        *("L22", "ketentuan berganti di tengah deret tanpa tanda", "masukan", "PRINT", "terbit"),
        next_day(ROWS, coverage_percent=85),
        *("ketentuan yang sama pada kedua hari", next_day(ROWS)),
        *(page(MIDDLE, DAY), r"[Pp]utus deret[^.]*|[Dd]eret terputus[^.]*"),
    ),
)
