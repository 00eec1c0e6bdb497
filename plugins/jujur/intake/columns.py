"""Typing whole columns at once, and remembering: a workbook repeats few values, and cells are immutable."""

from __future__ import annotations

from collections.abc import Sequence

from jujur.domain.cells import Cell
from jujur.domain.forms import Column, Form
from jujur.intake.quantities import is_grouped
from jujur.intake.typed_cells import type_cell

# Bools and numbers are equal to a dictionary, and faults cannot be keys: only these may be looked up.
_SAFE = {str, int, float, type(None)}
_MOST_REMEMBERED = 50_000


class _Known(dict[object, Cell]):
    """The cells of one column (or of all count columns, which read alike) by what stood there."""

    __slots__ = ("column", "grouped")

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column
        self.grouped: set[object] = set()

    def __missing__(self, raw: object) -> Cell:
        cell = type_cell(self.column, raw)
        if self.column.kind == "count" and isinstance(cell.value, int) and is_grouped(cell.raw):
            self.grouped.add(raw)
        if self.column.kind != "text" or self.column.is_prefilled:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[raw] = cell
        return cell


class CellReader:
    """Types the cells of one form."""

    def __init__(self, form: Form) -> None:
        counts = _Known(form.counts[0]) if form.counts else None
        self._known = {
            column.name: counts if counts is not None and column.kind == "count" else _Known(column)
            for column in form.columns
        }

    def read(self, column: Column, raw: object) -> Cell:
        """The same as :func:`type_cell`."""
        return self._known[column.name][raw] if type(raw) in _SAFE else type_cell(column, raw)

    def read_all(self, column: Column, values: Sequence[object]) -> list[Cell]:
        """The cells of one column, top down."""
        known = self._known[column.name]
        if _SAFE.issuperset(map(type, values)):
            return list(map(known.__getitem__, values))
        return [known[raw] if type(raw) in _SAFE else type_cell(column, raw) for raw in values]

    @property
    def has_grouped(self) -> bool:
        """True if any file so far had a count with separators."""
        return any(known.grouped for known in self._known.values())

    def grouped(self, column: Column, values: Sequence[object]) -> list[int]:
        """Where in ``values`` counts stand with separators ("1.234"), which are taken and flagged."""
        seen = self._known[column.name].grouped
        if not seen:
            return []
        return [index for index, raw in enumerate(values) if type(raw) is str and raw in seen]
