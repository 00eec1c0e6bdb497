"""From what stands in a cell to a typed cell. Never a guess: what is not plainly a value is held with what was found.

Raw cells are what the child answers: text, number, boolean, ``{"d": …}`` instant, ``{"t": …}`` time, ``{"e": …}`` fault,
``{"f": …}`` formula with the value it had when the file was saved, as text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from jujur.domain.cells import BLANK, Cell, CellState, value_cell
from jujur.domain.forms import Column
from jujur.intake.dates import date_of_cell, read_date, read_time, time_of_cell
from jujur.intake.instants import read_instant
from jujur.intake.quantities import HIGHEST, decimal_of_number, read_count, read_decimal
from jujur.intake.wording import plain, stripped

_CODE_WITH_NAME = re.compile(r"([0-9][0-9.]*)\s+[^\W\d].*", re.ASCII | re.DOTALL)
_ERROR = re.compile(r"#(?:REF|DIV/0|VALUE|NAME|NUM|N/A|NULL|SPILL|CALC)[!?]?|Err:\d{3}")
_LONGEST = 2_000

# The marks of honesty.md §1, as teams type them; the blank workbook's legend shows the same ones.
MARKS = {
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
        return _formula_text(raw) if "f" in raw else str(next(iter(raw.values()), ""))
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
    if isinstance(raw, dict) and ("e" in raw or "f" in raw):
        # A formula's value is what some program last thought it was (L53).
        return held(raw)
    if isinstance(raw, str):
        text = stripped(raw)
        mark = MARKS.get(text.casefold())
        if mark is not None and text not in column.choices:
            return Cell(mark, None, text)
        if _ERROR.fullmatch(text) or len(text) > _LONGEST:
            return held(raw)
    return _TYPES[column.kind](column, raw)


def _formula_text(raw: dict[str, Any]) -> str:
    value = raw["f"]
    return f"rumus: {value}" if value not in ("", None) else "rumus tanpa nilai"


def _count(_column: Column, raw: Any) -> Cell:
    """An integer >= 0: 208, 208.0, "208" or "1.234". Not 12.5, -3, TRUE, a date, or digits of another script (V02)."""
    if isinstance(raw, (bool, dict)):
        return held(raw)
    if isinstance(raw, str):
        text = stripped(raw)
        value = read_count(text)
        return held(raw) if value is None else value_cell(value, text)
    is_whole = math.isfinite(raw) and raw == int(raw) and 0 <= raw <= HIGHEST
    return value_cell(int(raw)) if is_whole else held(raw)


def _decimal(_column: Column, raw: Any) -> Cell:
    """An exact number as canonical text. Not "1.234", which is 1234 to some and 1.234 to others (L52)."""
    if isinstance(raw, (bool, dict)):
        return held(raw)
    value = read_decimal(stripped(raw)) if isinstance(raw, str) else decimal_of_number(raw)
    return value_cell(value, as_text(raw)) if value else held(raw)


def _date(_column: Column, raw: Any) -> Cell:
    """A day. A bare number may be a serial of either date system, or no date at all: held."""
    value = None
    if isinstance(raw, str):
        value = read_date(stripped(raw))
    elif isinstance(raw, dict) and "d" in raw:
        value = date_of_cell(str(raw["d"]))
    return value_cell(value, as_text(raw)) if value else held(raw)


def _time(_column: Column, raw: Any) -> Cell:
    """A time of day. 7.15 as a number may be 07:15 or 07:09: held."""
    value = None
    if isinstance(raw, str):
        value = read_time(stripped(raw))
    elif isinstance(raw, dict):
        value = time_of_cell(str(raw.get("t") or raw.get("d")))
    return value_cell(value, as_text(raw)) if value else held(raw)


def _code(_column: Column, raw: Any) -> Cell:
    """Text, kept letter by letter: "001" stays "001". Of "16.72.01.1001 Sukorejo" the code is taken.

    A number with a fraction is held: 16.1 may have been 16.10. So are digits of another script.
    """
    if isinstance(raw, (bool, dict)) or (isinstance(raw, float) and not raw.is_integer()):
        return held(raw)
    text = as_text(raw)
    if not text.isascii() and any(letter.isdigit() and not letter.isascii() for letter in text):
        return held(raw)
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
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "code": _code,
    "text": _text,
    "choice": _choice,
    "instant": _instant,
}
