"""A reply as a workbook: the sender's own, marked; or the same sheets written anew; or the first sheet alone.

Runs in the child process of ``forms.reply_writer``; openpyxl is loaded nowhere else.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from jujur.forms.reply import SUMMARY_SHEET, SUMMARY_TITLE, Reply
from jujur.forms.reply_copy import copy_sheets
from jujur.forms.reply_marks import clean, mark_table
from jujur.forms.reply_safety import open_harmless, write_text
from jujur.forms.reply_summary import CORRECTION_LABEL, write_summary

_LABEL_ROWS = 30


def annotate(content: bytes, reply: Reply) -> bytes:
    """The .xlsx that the sender sent, marked."""
    book = open_harmless(content)
    for sheet in list(book.worksheets):
        if _is_ours(sheet):
            book.remove(sheet)
        else:
            clean(sheet)
    return _finish(book, reply, {sheet.title: sheet for sheet in book.worksheets})


def rebuild(sheets: Sequence[Mapping[str, Any]], reply: Reply) -> bytes:
    """The same sheets as they were read, written anew and marked; for files that are not edited in place."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return _finish(book, reply, copy_sheets(book, sheets, reply.tables))


def _finish(book: Workbook, reply: Reply, sheets: Mapping[str, Worksheet]) -> bytes:
    for table in reply.tables:
        mark_table(sheets[table.sheet], table)
    is_declared = _declare_correction(sheets.values(), reply.summary.correction_number)
    summary = book.create_sheet(_free_name(book), 0)
    write_summary(summary, reply.summary, with_correction_cell=not is_declared)
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is summary
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _is_ours(sheet: Worksheet) -> bool:
    title = sheet.cell(2, 1).value
    return (
        sheet.title.startswith(SUMMARY_SHEET) and isinstance(title, str) and title.startswith(SUMMARY_TITLE)
    )


def _free_name(book: Workbook) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    names = (SUMMARY_SHEET, *(f"{SUMMARY_SHEET} {number}" for number in range(2, 200)))
    return next(name for name in names if name.casefold() not in taken)


def _declare_correction(sheets: Any, number: str) -> bool:
    """Put ``number`` into the cell of our own form that says which submission is corrected; False if there is none."""
    for sheet in sheets:
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows(max_row=min(_LABEL_ROWS, sheet.max_row)):
            label = next((cell for cell in row if cell.value not in (None, "")), None)
            if (
                label is not None
                and isinstance(label.value, str)
                and " ".join(label.value.casefold().split()).startswith(CORRECTION_LABEL.casefold())
            ):
                merged = next((area for area in sheet.merged_cells.ranges if label.coordinate in area), None)
                answer = sheet.cell(label.row, (merged.max_col if merged else label.column) + 1)
                write_text(answer, number)
                return True
    return False
