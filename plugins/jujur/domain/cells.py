"""The state of a cell is a sum type and never NaN (P07): zero, blank, refused and unknown stay apart end to end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CellState(StrEnum):
    """Why a cell has, or has not, a value. Print marks: honesty.md §1."""

    NILAI = "NILAI"
    BELUM_DITERIMA = "BELUM_DITERIMA"
    TERLAMBAT = "TERLAMBAT"
    TIDAK_DIISI = "TIDAK_DIISI"
    TIDAK_BERLAKU = "TIDAK_BERLAKU"
    TIDAK_DAPAT_DIAKSES = "TIDAK_DAPAT_DIAKSES"
    TIDAK_TAHU = "TIDAK_TAHU"
    DITAHAN = "DITAHAN"
    DIRAHASIAKAN = "DIRAHASIAKAN"


MARKS: dict[CellState, str] = {
    CellState.BELUM_DITERIMA: "...",
    CellState.TERLAMBAT: "(t)",
    CellState.TIDAK_DIISI: "-",
    CellState.TIDAK_BERLAKU: "x",
    CellState.TIDAK_DAPAT_DIAKSES: "#",
    CellState.TIDAK_TAHU: "?",
    CellState.DITAHAN: "!",
    CellState.DIRAHASIAKAN: "c",
}

CellValue = int | str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One typed cell.

    ``value`` is set exactly when ``state`` is NILAI; ``raw`` is what stood in the file, as text, for messages to the sender.
    """

    state: CellState
    value: CellValue = None
    raw: str = ""

    def __post_init__(self) -> None:
        if (self.state is CellState.NILAI) != (self.value is not None):
            raise ValueError(f"state {self.state} and value {self.value!r} contradict each other")


BLANK = Cell(CellState.TIDAK_DIISI)


def value_cell(value: int | str, raw: str | None = None) -> Cell:
    """A cell that holds a value."""
    return Cell(CellState.NILAI, value, str(value) if raw is None else raw)
