"""A workbook as plain rows for JSON.

A cell is text, number or boolean; ``{"d": …}`` is an instant or a date, ``{"t": …}`` a time of day, ``{"e": …}`` a fault with
what stands there, ``{"f": …}`` a formula with the value that it had when the file was saved, as text, "" if it had none.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from jujur.intake.limits import Limits
from jujur.intake.opener import open_document_marks, workbook_marks
from jujur.intake.opener.marks import Marks, marked_sheet
from jujur.intake.opener.refusal import Refusal
from jujur.intake.opener.sniffing import kind_of

Sheet = dict[str, Any]


def read_sheets(content: bytes, limits: Limits) -> list[Sheet]:
    """All worksheets: ``name``, ``visible``, ``rows`` from A1 on, ``hidden_rows``, ``hidden_columns``, ``formulas``.

    The hidden ones are sorted indices from 0; ``formulas`` counts the cells that hold one. A sheet that was a text file is
    ``delimited``: its rows are as long as its lines had fields. A table of a web page says how many texts were ``unseen``.

    :raises Refusal: see its codes.
    """
    if len(content) > limits.file_bytes:
        raise Refusal("too_large")
    kind = kind_of(content, limits)
    if kind == "text":
        return _read_text(content, limits)
    if kind == "xls":
        from jujur.intake.opener.old_workbook import read_old_workbook

        return read_old_workbook(content, limits)
    archive = zipfile.ZipFile(io.BytesIO(content))
    find_marks = workbook_marks.find_marks if kind == "xlsx" else open_document_marks.find_marks
    marks: Mapping[str, Marks | None] | None = find_marks(archive)
    try:
        with calamine.load_workbook(io.BytesIO(content)) as book:
            return _worksheets(book, marks, limits)
    except calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    except calamine.CalamineError as error:
        raise Refusal("too_large" if "limit" in str(error) else "damaged") from error


def _read_text(content: bytes, limits: Limits) -> list[Sheet]:
    from jujur.intake.opener.delimited import read_delimited
    from jujur.intake.opener.text_decoding import decode
    from jujur.intake.opener.web_page import is_page, read_page

    text = decode(content)
    if is_page(text):
        return read_page(text, limits)
    if text.lstrip().startswith("<?xml"):
        raise Refusal("xml")
    return [marked_sheet("csv", True, read_delimited(text, limits), None) | {"delimited": True}]


def _worksheets(
    book: calamine.CalamineWorkbook, marks: Mapping[str, Marks | None] | None, limits: Limits
) -> list[Sheet]:
    found = [entry for entry in book.sheets_metadata if entry.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(found) > limits.sheets:
        raise Refusal("too_large")
    if not found:
        raise Refusal("damaged")
    budget, sheets = limits.cells, []
    for entry in found:
        if marks is not None and entry.name not in marks:
            # What was looked at and what is read are not the same sheets.
            raise Refusal("damaged")
        sheet = book.get_sheet_by_name(entry.name)
        budget -= (sheet.total_height + 1) * (sheet.total_width + 1)
        if budget < 0:
            raise Refusal("too_large")
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        is_visible = entry.visible == calamine.SheetVisibleEnum.Visible
        sheets.append(marked_sheet(entry.name, is_visible, rows, marks[entry.name] if marks else None))
    return sheets


def shorten(sheets: list[Sheet], most: int) -> None:
    """Replace each text of more than ``most`` characters by a fault that shows its beginning."""
    for sheet in sheets:
        for row in sheet["rows"]:
            for index, cell in enumerate(row):
                if isinstance(cell, str) and len(cell) > most:
                    row[index] = {"e": f"{cell[:200]}… ({len(cell)} huruf)"}


def to_json(value: object) -> dict[str, str]:
    """Cells that JSON has no word for."""
    if isinstance(value, (datetime, date)):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, timedelta):
        return {"e": str(value)}
    raise TypeError(type(value).__name__)
