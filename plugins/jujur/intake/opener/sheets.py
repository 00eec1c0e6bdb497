"""A workbook as plain rows for JSON: text, number, boolean; ``{"d": …}`` instant, ``{"t": …}`` time, ``{"e": …}`` fault."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from jujur.intake.limits import Limits
from jujur.intake.opener.delimited import read_delimited
from jujur.intake.opener.refusal import Refusal
from jujur.intake.opener.sniffing import kind_of
from jujur.intake.opener.workbook_faults import SheetFaults, find_faults


def read_sheets(content: bytes, limits: Limits) -> list[dict[str, Any]]:
    """All worksheets: ``name``, ``visible``, ``rows`` from A1 on, ``hidden_rows``, ``formulas``.

    :raises Refusal: see its codes.
    """
    if len(content) > limits.file_bytes:
        raise Refusal("too_large")
    kind = kind_of(content, limits)
    if kind == "csv":
        return [
            {
                "name": "csv",
                "visible": True,
                "rows": read_delimited(content, limits),
                "hidden_rows": [],
                "formulas": 0,
            }
        ]
    faults = find_faults(zipfile.ZipFile(io.BytesIO(content))) if kind == "xlsx" else {}
    try:
        with calamine.load_workbook(io.BytesIO(content)) as book:
            return _worksheets(book, faults, limits)
    except calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    except calamine.CalamineError as error:
        raise Refusal("damaged") from error


def _worksheets(
    book: calamine.CalamineWorkbook, faults: dict[str, SheetFaults], limits: Limits
) -> list[dict[str, Any]]:
    found = [entry for entry in book.sheets_metadata if entry.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(found) > limits.sheets:
        raise Refusal("too_large")
    if not found:
        raise Refusal("damaged")
    budget, sheets = limits.cells, []
    for entry in found:
        sheet = book.get_sheet_by_name(entry.name)
        budget -= (sheet.total_height + 1) * (sheet.total_width + 1)
        if budget < 0:
            raise Refusal("too_large")
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        fault = faults.get(entry.name, SheetFaults())
        _mark(rows, fault)
        is_visible = entry.visible == calamine.SheetVisibleEnum.Visible
        sheets.append(
            {
                "name": entry.name,
                "visible": is_visible,
                "rows": rows,
                "hidden_rows": fault.hidden_rows,
                "formulas": fault.formulas,
            }
        )
    return sheets


def _mark(rows: list[list[Any]], fault: SheetFaults) -> None:
    """Put each fault where calamine left an empty text; a fault beyond its rows would belong to no table."""
    for (row, column), found in fault.cells.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = {"e": found}


def to_json(value: object) -> dict[str, str]:
    """Cells that JSON has no word for."""
    if isinstance(value, datetime):
        return {"d": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, timedelta):
        return {"e": str(value)}
    raise TypeError(type(value).__name__)
