"""From what stands in a cell to a typed cell. Never a guess: what is not plainly a value is held with what was found.

Raw cells are what the child answers: text, number, boolean, ``{"d": …}`` instant, ``{"t": …}`` time, ``{"e": …}`` fault.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from jujur.domain.cells import BLANK, Cell, CellState, value_cell
from jujur.domain.forms import Column
from jujur.intake.instants import read_instant
from jujur.intake.wording import plain, stripped

_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_CODE_WITH_NAME = re.compile(r"([0-9][0-9.]*)\s+[^\W\d].*", re.ASCII | re.DOTALL)
_ERROR = re.compile(r"#(?:REF|DIV/0|VALUE|NAME|NUM|N/A|NULL|SPILL|CALC)[!?]?|Err:\d{3}")
_HIGHEST = 999_999_999
_LONGEST = 2_000

# The marks of honesty.md §1, as teams type them; the blank workbook's legend shows the same ones.
_MARKS = {
    "-": CellState.TIDAK_DIISI,
    "–": CellState.TIDAK_DIISI,
    "x": CellState.TIDAK_BERLAKU,
    "tidak berlaku": CellState.TIDAK_BERLAKU,
    "#": CellState.TIDAK_DAPAT_DIAKSES,
    "tidak dapat diakses": CellState.TIDAK_DAPAT_DIAKSES,
    "?": CellState.TIDAK_TAHU,
    "tidak tahu": CellState.TIDAK_TAHU,
    "tidak diketahui": CellState.TIDAK_TAHU,
}


def is_blank(raw: object) -> bool:
    """True for a cell in which nothing is visible."""
    return raw == "" or raw is None or (isinstance(raw, str) and not stripped(raw))


def as_text(raw: object) -> str:
    """What stood in the cell, for people: 208.0 is "208", a date its ISO form, a fault its own words."""
    if raw is None:
        return ""
    if isinstance(raw, dict):
        return str(next(iter(raw.values()), ""))
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return stripped(str(raw))


def held(raw: object) -> Cell:
    """A cell whose content is kept for the sender but counts for nothing."""
    return Cell(CellState.DITAHAN, None, as_text(raw)[:_LONGEST])


def type_cell(column: Column, raw: object) -> Cell:
    """``raw`` as a cell of ``column``."""
    if is_blank(raw):
        return BLANK
    if isinstance(raw, dict) and "e" in raw:
        return held(raw)
    if isinstance(raw, str):
        text = stripped(raw)
        mark = _MARKS.get(text.casefold())
        if mark is not None and text not in column.choices:
            return Cell(mark, None, text)
        if _ERROR.fullmatch(text) or len(text) > _LONGEST:
            return held(raw)
    return _TYPES[column.kind](column, raw)


def _count(_column: Column, raw: Any) -> Cell:
    """An integer >= 0: 208, 208.0 or "208". Not "1.234", 12.5, -3, TRUE, a date, or digits of another script (V02)."""
    if isinstance(raw, (bool, dict)):
        return held(raw)
    if isinstance(raw, str):
        text = stripped(raw)
        return value_cell(int(text), text) if _DIGITS.fullmatch(text) else held(raw)
    is_whole = math.isfinite(raw) and raw == int(raw) and 0 <= raw <= _HIGHEST
    return value_cell(int(raw)) if is_whole else held(raw)


def _code(_column: Column, raw: Any) -> Cell:
    """Text, kept letter by letter: "001" stays "001". Of "16.72.01.1001 Sukorejo" the code is taken.

    A number with a fraction is held: 16.1 may have been 16.10.
    """
    if isinstance(raw, (bool, dict)) or (isinstance(raw, float) and not raw.is_integer()):
        return held(raw)
    text = as_text(raw)
    named = _CODE_WITH_NAME.fullmatch(text)
    return value_cell(named[1].rstrip("."), text) if named else value_cell(text)


def _text(_column: Column, raw: Any) -> Cell:
    return value_cell(as_text(raw))


def _choice(column: Column, raw: Any) -> Cell:
    """One of the column's words, whatever its case and spacing."""
    spoken = plain(as_text(raw))
    for choice in column.choices:
        if plain(choice) == spoken:
            return value_cell(choice, as_text(raw))
    return held(raw)


def _instant(_column: Column, raw: Any) -> Cell:
    """An instant with its offset, as ISO 8601. A date or a time alone is held: the other half is not invented."""
    instant = (
        read_instant(as_text(raw)) if isinstance(raw, str) or (isinstance(raw, dict) and "d" in raw) else None
    )
    return value_cell(instant, as_text(raw)) if instant else held(raw)


_TYPES: dict[str, Callable[[Column, Any], Cell]] = {
    "count": _count,
    "code": _code,
    "text": _text,
    "choice": _choice,
    "instant": _instant,
}


class CellReader:
    """Types cells and remembers: a workbook repeats few values, and cells are immutable."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, type, object], Cell] = {}

    def read(self, column: Column, raw: object) -> Cell:
        """The same as :func:`type_cell`."""
        if raw is None or raw == "":
            return BLANK
        if isinstance(raw, dict) or column.kind == "text":
            return type_cell(column, raw)
        # The type is part of the key: 1, 1.0 and True are equal and are not the same.
        key = (column.name, type(raw), raw)
        cell = self._known.get(key)
        if cell is None:
            cell = self._known[key] = type_cell(column, raw)
        return cell
