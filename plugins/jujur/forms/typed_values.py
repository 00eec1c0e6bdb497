"""Writing one value into one cell, as the kind of its column wants it. Text never becomes a formula or a link."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jujur.domain.forms import ColumnKind
from jujur.forms.dates import said_instant, said_time

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}", re.ASCII)
# As many digits as a spreadsheet keeps; a longer number stays a text, so that none of its digits is lost.
_DECIMAL = re.compile(r"-?(?=(?:\d\.?){1,15}$)\d+(?:\.\d+)?", re.ASCII)


Shown = int | float | str | date | None


def write_shown(sheet: Worksheet, row: int, column: int, shown: Shown, style: Format) -> None:
    """Write what :func:`shown_as` gave; None makes a blank cell, never a zero (P07)."""
    if shown is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(shown, date):
        sheet.write_datetime(row, column, shown, style)
    elif isinstance(shown, str):
        # write_string, never write: a text that begins with "=" stays a text.
        sheet.write_string(row, column, shown, style)
    else:
        sheet.write_number(row, column, shown, style)


def shown_as(kind: ColumnKind, value: int | str | None) -> Shown:
    """What stands in the cell: canonical text becomes what a person would have typed, everything else is left alone."""
    if value is None or isinstance(value, int):
        return value
    try:
        if kind == "date" and _DATE.fullmatch(value):
            return date.fromisoformat(value)
        if kind == "time" and _TIME.fullmatch(value):
            return said_time(time.fromisoformat(value))
        if kind == "instant" and _INSTANT.fullmatch(value):
            return said_instant(datetime.fromisoformat(value))
    except ValueError:  # the shape of a date and none on the calendar: a text like any other
        return value
    if kind == "decimal" and _DECIMAL.fullmatch(value):
        return float(value)
    return value
