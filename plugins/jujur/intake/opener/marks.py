"""What a reader of values does not tell about a sheet: formulas, error cells, hidden rows and columns (L53)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

NO_VALUE = "rumus tanpa nilai"

# A run of equal cells: first row, first column, height, width.
Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Marks:
    """Marks on one sheet; every index counts from 0.

    ``errors`` are cells without a value, with what stands there; ``texts`` cells whose text the reader of values passes over;
    ``formulas`` are areas of cells whose value was computed, not typed. Hidden rows and columns are ranges of (first, one past
    the last). ``merged`` are cells that cover cells below them. Areas may reach beyond the sheet's rows: one line of a crafted
    file can claim millions.
    """

    errors: list[tuple[Area, str]] = field(default_factory=list)
    texts: list[tuple[Area, str]] = field(default_factory=list)
    formulas: list[Area] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


def marked_sheet(name: str, is_visible: bool, rows: list[list[Any]], marks: Marks | None) -> dict[str, Any]:
    """The answer about one sheet: ``rows`` from A1 on with the marks put in.

    ``hidden_rows`` and ``hidden_columns`` are sorted indices from 0, none beyond ``rows``; ``formulas`` counts formula cells.
    ``merged``, where there is any: [row, column, height] of cells that cover those below them.
    """
    sheet = {"name": name, "visible": is_visible, "rows": rows}
    if marks is None:
        return sheet | {"hidden_rows": [], "hidden_columns": [], "formulas": 0}
    for area, text in marks.texts:
        for row, column in _inside(rows, area):
            rows[row][column] = text
    formulas = _mark_formulas(rows, marks.formulas)
    for area, found in marks.errors:
        for row, column in _inside(rows, area):
            rows[row][column] = {"e": found}
    width = max(map(len, rows), default=0)
    if marks.merged:
        sheet["merged"] = [[top, left, height] for top, left, height, _ in marks.merged if top < len(rows)]
    return sheet | {
        "hidden_rows": _indices(marks.hidden_rows, len(rows)),
        "hidden_columns": _indices(marks.hidden_columns, width),
        "formulas": formulas,
    }


def _mark_formulas(rows: list[list[Any]], areas: list[Area]) -> int:
    count = 0
    for area in areas:
        for row, column in _inside(rows, area):
            value = rows[row][column]
            if isinstance(value, dict):
                # An error that a formula made; or a formula already, where two areas overlap.
                count += "f" not in value
            else:
                rows[row][column] = {"f": cached_text(value)}
                count += 1
    return count


def _inside(rows: list[list[Any]], area: Area) -> Iterator[tuple[int, int]]:
    """The cells of ``area``. A single one below or right of the last value is reached; repeated ones are cut off there."""
    top, left, height, width = area
    if height == width == 1:
        rows.extend([] for _ in range(top + 1 - len(rows)))
        rows[top].extend([""] * (left + 1 - len(rows[top])))
    for row in range(top, min(top + height, len(rows))):
        for column in range(left, min(left + width, len(rows[row]))):
            yield row, column


def _indices(ranges: list[tuple[int, int]], end: int) -> list[int]:
    return sorted({index for first, last in ranges for index in range(first, min(last, end))})


def cached_text(value: object) -> str:
    """The value that a formula had when the file was saved, as text: 12.0 is "12", a date its ISO form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)
