"""Totals that teams write into a table: never added, but held against the rows that they sum up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jujur.domain.cells import Cell, CellState
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import ReadingNote, Row
from jujur.intake.header_paths import RawRow
from jujur.intake.headers import Header
from jujur.intake.typed_cells import as_text, is_blank, type_cell

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A line with a total: its number in the sheet, and how many rows of the sheet stand above it and above its header."""

    number: int
    raw: RawRow
    header: Header
    rows_above: int
    rows_above_header: int


def check_totals(
    sheet: str, form: Form, totals: Sequence[TotalLine], rows: Sequence[Row]
) -> list[ReadingNote]:
    """One note a total: equal to the rows since the total before it, since its header or from the top; different; unchecked."""
    notes, since = [], 0
    for total in totals:
        spans = [rows[start : total.rows_above] for start in sorted({since, total.rows_above_header, 0})]
        notes.append(_check(sheet, form, total, [span for span in spans if span]))
        since = total.rows_above
    return notes


def _check(sheet: str, form: Form, total: TotalLine, spans: Sequence[Sequence[Row]]) -> ReadingNote:
    stated = {
        column: _stated(column, total.raw[indices[0]])
        for column in form.counts
        if len(indices := total.header.columns.get(column.name, [])) == 1
        and indices[0] < len(total.raw)
        and not is_blank(total.raw[indices[0]])
    }
    results = [_compare(stated, span) for span in spans]
    # What stands in columns that are none of ours, like votes by candidate, is not repeated.
    shown = f"jumlah: {' | '.join(cell.raw for cell in stated.values())}"[:200]
    if not results:
        return _note(
            "SUBTOTAL_UNCHECKED", sheet, total, shown, "jumlah di bawah baris-baris yang dijumlahkan"
        )
    # The span that most columns agree with is the one that is meant.
    best = min(results, key=lambda result: (len(result.different), -len(result.equal)))
    if best.different:
        named = "; ".join(best.different[:_MOST_NAMED])
        more = len(best.different) - _MOST_NAMED
        found = f"{named}; dan {more} kolom lain" if more > 0 else named
        return _note("SUBTOTAL_DIFFERS", sheet, total, found, "jumlah baris di atasnya", best.first)
    if best.unchecked or not best.equal:
        found = ", ".join(best.unchecked[:_MOST_NAMED]) or shown
        return _note(
            "SUBTOTAL_UNCHECKED", sheet, total, f"tidak dapat dijumlah ulang: {found}", "angka terbaca"
        )
    return _note("SUBTOTAL", sheet, total, shown, "jumlah baris di atasnya; memang cocok")


@dataclass(slots=True)
class _Comparison:
    equal: list[str]
    different: list[str]
    unchecked: list[str]
    first: str | None = None


def _compare(stated: Mapping[Column, Cell], rows: Sequence[Row]) -> _Comparison:
    found = _Comparison([], [], [])
    for column, cell in stated.items():
        label = f"{column.group} {column.label}".strip()
        cells = [row.cells[column.name] for row in rows]
        if cell.value is None or any(part.state is CellState.DITAHAN for part in cells):
            found.unchecked.append(label)
            continue
        summed = sum(part.value for part in cells if isinstance(part.value, int))
        if summed == cell.value:
            found.equal.append(label)
        else:
            found.first = found.first or label
            found.different.append(f"{label}: tertulis {cell.value}, jumlah barisnya {summed}")
    return found


def _stated(column: Column, raw: Any) -> Cell:
    """The total as a number. A formula's value serves here: it is compared, never taken."""
    if isinstance(raw, dict) and "f" in raw:
        text = as_text(raw["f"])
        raw = text.removesuffix(".0")
    return type_cell(column, raw)


class RunningSums:
    """The sums of the counts of all rows so far, to tell a total that nobody labelled."""

    def __init__(self, form: Form) -> None:
        self._sums = {column.name: 0 for column in form.counts}
        self._rows = 0

    def add(self, row: Row) -> None:
        """One more row."""
        self._rows += 1
        for name in self._sums:
            value = row.cells[name].value
            if isinstance(value, int):
                self._sums[name] += value

    def equal(self, row: Row) -> bool:
        """True if there are two rows or more, and every count of ``row`` is their sum."""
        counts = {name: value for name in self._sums if isinstance(value := row.cells[name].value, int)}
        is_sum = all(self._sums[name] == value for name, value in counts.items())
        return self._rows > 1 and any(counts.values()) and is_sum


def _note(
    code: str, sheet: str, total: TotalLine, found: str, expected: str, column: str | None = None
) -> ReadingNote:
    return ReadingNote(code, sheet, total.number, column, found, expected)
