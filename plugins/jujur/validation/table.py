"""The rows of a batch, column by column: what a rule asks of one row it asks of all of them in one step.

A number that a rule cannot have (the cell is blank, held, or says that it does not apply) is NaN here and nowhere else, because
NaN is infectious: whatever is computed from it is not evaluable either, so an incomplete row breaks no arithmetic rule (P07).
Whole numbers are exact in a float64 up to 2**53; the highest count that takes part is far below, so that sums stay exact too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from jujur.domain.cells import Cell, CellState
from jujur.validation.bins import RowToJudge

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

HIGHEST_COUNT = 10**12


def as_numbers(values: Iterable[int | None]) -> Numbers:
    """Whole numbers as one column; None (not evaluable) becomes NaN."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


class Table:
    """Columns of typed cells, taken out of the rows once each.

    ``accepted`` marks the rows that no other rule holds; it is known only to the rules that are asked last (roll-ups).
    """

    def __init__(self, rows: Sequence[RowToJudge]) -> None:
        self.rows = rows
        self.accepted: Mask = np.ones(len(rows), dtype=np.bool_)
        self._mappings = [row.placed.row.cells for row in rows]
        self._cells: dict[str, list[Cell]] = {}
        self._counts: dict[str, Numbers] = {}

    def cells(self, name: str) -> list[Cell]:
        """The cells of a column."""
        if name not in self._cells:
            self._cells[name] = [cells[name] for cells in self._mappings]
        return self._cells[name]

    def counts(self, name: str) -> Numbers:
        """The whole numbers of a column; a number too high to be a count of anything is no number."""
        if name not in self._counts:
            values = [cell.value for cell in self.cells(name)]
            numbers = np.array([value if type(value) is int else np.nan for value in values], np.float64)
            numbers[np.abs(numbers) > HIGHEST_COUNT] = np.nan
            self._counts[name] = numbers
        return self._counts[name]

    def total(self, names: Sequence[str]) -> Numbers:
        """The sum of several columns, where all of them have a number."""
        return sum((self.counts(name) for name in names), np.zeros(len(self.rows)))

    def texts(self, name: str) -> list[str | None]:
        """The texts of a column, None where the cell holds none."""
        return [value if isinstance(value := cell.value, str) else None for cell in self.cells(name)]

    def unread(self, name: str) -> Numbers:
        """1 for a held cell, 0 for one with a value; cells that say why they have none are not evaluable."""
        held = CellState.DITAHAN
        return np.array(
            [1 if cell.state is held else np.nan if cell.value is None else 0 for cell in self.cells(name)],
            np.float64,
        )

    def is_in(self, name: str, state: CellState) -> Mask:
        """Which cells of a column are in ``state``."""
        return np.array([cell.state is state for cell in self.cells(name)], dtype=np.bool_)

    def each(self, ask: Callable[[RowToJudge], int | None]) -> Numbers:
        """One number a row, for what cannot be asked of whole columns."""
        return as_numbers(ask(row) for row in self.rows)
