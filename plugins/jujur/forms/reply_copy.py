"""Sheets written anew from what was read of them: same positions, texts as texts, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from jujur.forms import reply_look as look
from jujur.forms.reply import TableMarks
from jujur.forms.reply_safety import write_text

_FORBIDDEN_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
# Characters that a workbook cannot hold at all (XML 1.0).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767
_WIDEST, _NARROWEST, _ROWS_MEASURED = 42, 7, 200


def copy_sheets(
    book: Workbook, sheets: Sequence[Mapping[str, Any]], tables: Sequence[TableMarks]
) -> dict[str, Worksheet]:
    """All sheets by the names they had."""
    copies = {}
    for found in sheets:
        sheet = book.create_sheet(_name(found["name"]))
        sheet.sheet_state = "visible" if found["visible"] else "hidden"
        for number, row in enumerate(found["rows"], start=1):
            for column, raw in enumerate(row, start=1):
                if raw != "" and raw is not None:
                    _write(sheet.cell(number, column), raw)
        for index in found["hidden_rows"]:
            sheet.row_dimensions[index + 1].hidden = True
        for index in found["hidden_columns"]:
            sheet.column_dimensions[get_column_letter(index + 1)].hidden = True
        _fit(sheet, found["rows"])
        copies[found["name"]] = sheet
    for table in tables:
        _dress(copies[table.sheet], table)
    return copies


def _name(name: str) -> str:
    return _FORBIDDEN.sub("", _FORBIDDEN_IN_NAMES.sub("-", name)).strip("' ")[:31] or "Lembar"


def _write(cell: Any, raw: Any) -> None:
    if isinstance(raw, (bool, int, float)):
        cell.value = raw
        return
    if isinstance(raw, dict):
        kind, text = next(iter(raw.items()))
        instant = _instant(kind, str(text))
        if instant is not None:
            cell.value = instant
            return
        # A formula must not come back as if somebody had typed its value: that would be taken for an answer.
        raw = f"rumus: {text}" if kind == "f" else text
    write_text(cell, _FORBIDDEN.sub("\ufffd", str(raw))[:_LONGEST])


def _instant(kind: str, text: str) -> datetime | date | time | None:
    """A date or time of the child's answer; None for what is neither."""
    if kind not in ("d", "t"):
        return None
    try:
        if kind == "t":
            return time.fromisoformat(text)
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def _fit(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    """Columns as wide as their texts; A4, one page wide."""
    widths: dict[int, int] = {}
    for row in rows[:_ROWS_MEASURED]:
        for column, raw in enumerate(row, start=1):
            if isinstance(raw, str) and len(raw) <= _WIDEST:
                widths[column] = max(widths.get(column, _NARROWEST), len(raw) + 2)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _dress(sheet: Worksheet, table: TableMarks) -> None:
    """The header of a table stands out and stays in sight."""
    for row in sheet.iter_rows(min_row=table.head, max_row=table.first - 1):
        for cell in row:
            styled: Any = cell
            if cell.value not in (None, ""):
                styled.font, styled.fill = look.font(9, bold=True), look.fill(look.HEAD_TINT)
                styled.border, styled.alignment = look.box(), look.CENTRED
    sheet.freeze_panes = f"A{table.first}"
