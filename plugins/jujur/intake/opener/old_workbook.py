"""Workbooks of Excel 97–2003 (.xls), read by xlrd: calamine hides error cells, formulas and hidden rows of this format.

xlrd has the values, the error cells and the date system; the formulas and what is hidden are found by a walk over the records
of each sheet (names and layouts from [MS-XLS] 2.4).
"""

from __future__ import annotations

import io
import struct
from datetime import date, datetime, time
from typing import Any

import xlrd

from jujur.intake.limits import Limits
from jujur.intake.opener.marks import Marks, marked_sheet
from jujur.intake.opener.refusal import Refusal

_FORMULA, _ROW, _COLINFO, _MERGED, _BOF, _EOF = 0x0006, 0x0208, 0x007D, 0x00E5, 0x0809, 0x000A
_BIFF8 = 80


def read_old_workbook(content: bytes, limits: Limits) -> list[dict[str, Any]]:
    """All worksheets, as ``sheets.read_sheets`` answers them.

    :raises Refusal: encrypted, older than Excel 97, or damaged.
    """
    try:
        # xlrd writes warnings to its log, which is otherwise the stream of our answers.
        book = xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        raise Refusal("encrypted" if "encrypted" in str(error) else "damaged") from error
    if book.biff_version != _BIFF8:
        raise Refusal("old_excel")
    if book.nsheets > limits.sheets:
        raise Refusal("too_large")
    budget, sheets = limits.cells, []
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        rows = [_row(sheet, number, book.datemode) for number in range(sheet.nrows)]
        budget -= sum(map(len, rows)) + len(rows)
        if budget < 0:
            raise Refusal("too_large")
        sheets.append(marked_sheet(sheet.name, sheet.visibility == 0, rows, _marks_of(book, index)))
        book.unload_sheet(index)
    if not sheets:
        raise Refusal("damaged")
    return sheets


def _row(sheet: Any, number: int, datemode: int) -> list[Any]:
    return [
        _value(kind, value, datemode)
        for kind, value in zip(sheet.row_types(number), sheet.row_values(number), strict=True)
    ]


def _value(kind: int, value: Any, datemode: int) -> Any:
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return {"e": xlrd.error_text_from_code.get(value, f"#GALAT {value}")}
    return value


def _moment(value: float, datemode: int) -> datetime | date | time | dict[str, str]:
    """A date, a time of day, or both, by the workbook's own date system (1900 or 1904)."""
    if 0 <= value < 1:
        seconds = round(value * 86_400)
        return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    try:
        moment: datetime = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return {"e": str(value)}
    return moment.date() if value == int(value) else moment


def _marks_of(book: Any, index: int) -> Marks:
    """The walk over one sheet's records.

    :raises Refusal: the records end before the sheet does.
    """
    marks, depth, memory = Marks(), 0, book.mem
    position, end = book._sh_abs_posn[index], book.base + book.stream_len
    while position + 4 <= end:
        code, length = struct.unpack_from("<HH", memory, position)
        start = position + 4
        position = start + length
        if code == _BOF:
            depth += 1
        elif code == _EOF:
            depth -= 1
            if depth == 0:
                return marks
        elif depth == 1:
            _mark(code, memory[start:position], marks)
    raise Refusal("damaged")


def _mark(code: int, record: bytes, marks: Marks) -> None:
    if code == _FORMULA:
        row, column = struct.unpack_from("<HH", record)
        marks.formulas.append((row, column, 1, 1))
    elif code == _ROW:
        row, flags = struct.unpack_from("<H10xH", record)
        if flags & 0x20:
            marks.hidden_rows.append((row, row + 1))
    elif code == _MERGED:
        for index in range(min(struct.unpack_from("<H", record)[0], (len(record) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<HHHH", record, 2 + 8 * index)
            if bottom > top:
                marks.merged.append((top, left, bottom - top + 1, right - left + 1))
    elif code == _COLINFO:
        first, last, flags = struct.unpack_from("<HH4xH", record)
        if flags & 1:
            marks.hidden_columns.append((first, last + 1))
