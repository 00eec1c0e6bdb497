"""Two columns with the fate of every row, and the wrong cells coloured with a comment."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from jujur.forms import reply_look as look
from jujur.forms.reply import REASON_HEADER, STATUS_HEADER, CellMark, RowMark, TableMarks
from jujur.forms.reply_safety import write_text

# The author by which our own comments are known when a workbook comes back.
AUTHOR = "Pemeriksaan desk"
_STATUS_WIDTH, _REASON_WIDTH = 31.0, 76.0
_CHARACTERS_A_LINE, _LINE_HEIGHT, _HIGHEST = 92, 12.5, 90.0


def mark_table(sheet: Worksheet, table: TableMarks) -> None:
    """Write the two columns and colour the cells of one table."""
    _write_header(sheet, table)
    styled: dict[str, Any] = {}
    for row in table.rows:
        styled[row.tone] = _write_status(sheet, table, row, styled.get(row.tone))
        for cell in row.cells:
            _mark_cell(sheet, row.number, cell)
    for offset, width in enumerate((_STATUS_WIDTH, _REASON_WIDTH)):
        sheet.column_dimensions[get_column_letter(table.status_column + 1 + offset)].width = width
    _print_too(sheet, table.status_column + 1)


def _print_too(sheet: Any, column: int) -> None:
    """Both columns belong to what is printed, where the sender's sheet is split into pages on one of their own."""
    if not sheet.print_area or "," in sheet.print_area:
        return
    bounds: Any = range_boundaries(sheet.print_area.rpartition("!")[2])
    left, top, right, bottom = bounds
    if right <= column:
        sheet.print_area = f"{get_column_letter(left)}{top}:{get_column_letter(column + 1)}{bottom}"
        if sheet.col_breaks.brk:
            sheet.col_breaks.append(Break(id=column - 1))


def clean(sheet: Worksheet) -> None:
    """Take off what an earlier reply of ours put on: comments, colours, and the contents of the two columns."""
    marked = []
    for cell in list(sheet._cells.values()):
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
        if cell.fill.fgColor.rgb in look.MARK_FILLS.values() and cell.fill.fill_type == "solid":
            marked.append(cell)
        if cell.value == STATUS_HEADER:
            _empty_columns(sheet, cell.row, cell.column)
    for cell in marked:
        _restore(sheet, cell)


def _empty_columns(sheet: Worksheet, row: int, column: int) -> None:
    width = 2 if sheet.cell(row, column + 1).value == REASON_HEADER else 1
    cells: list[Any] = list(sheet._cells.values())
    for cell in cells:
        if cell.row >= row and column <= cell.column < column + width:
            cell._value, cell.data_type = None, "n"
            cell.fill = PatternFill()


def _restore(sheet: Worksheet, cell: Any) -> None:
    """The look of the nearest cell of the same column that nobody marked; none nearby, none at all."""
    for distance in range(1, 40):
        for row in (cell.row + distance, cell.row - distance):
            twin = sheet._cells.get((row, cell.column))
            if twin is not None and _is_model(twin, cell):
                cell.fill, cell.border, cell.font = copy(twin.fill), copy(twin.border), copy(twin.font)
                return
    cell.fill, cell.border = PatternFill(), look.box()


def _is_model(twin: Any, cell: Any) -> bool:
    """True for a cell of the same kind as ``cell`` that carries no mark."""
    is_marked = twin.fill.fgColor.rgb in look.MARK_FILLS.values()
    return twin.has_style and not is_marked and bool(twin.protection.locked == cell.protection.locked)


def _write_header(sheet: Worksheet, table: TableMarks) -> None:
    for offset, text in enumerate((STATUS_HEADER, REASON_HEADER)):
        for row in range(table.head, table.first):
            cell: Any = sheet.cell(row, table.status_column + 1 + offset)
            cell.fill, cell.border, cell.alignment = look.fill(look.HEAD), look.box(), look.CENTRED
            cell.font = look.font(9, look.PAPER, bold=True)
        write_text(sheet.cell(table.first - 1, table.status_column + 1 + offset), text)


def _write_status(sheet: Worksheet, table: TableMarks, row: RowMark, styled: Any) -> Any:
    """Both cells of a row; ``styled`` are those of an earlier row of the same tone, whose look is taken over."""
    status: Any = sheet.cell(row.number, table.status_column + 1)
    reason: Any = sheet.cell(row.number, table.status_column + 2)
    if styled:
        status._style, reason._style = copy(styled[0]._style), copy(styled[1]._style)
    else:
        status.font, status.fill = look.tone(row.tone)
        reason.font = look.font(9)
        status.border = reason.border = look.box()
        status.alignment = reason.alignment = look.MIDDLE
    write_text(status, row.status)
    write_text(reason, row.reason)
    lines = sum(-(-len(line) // _CHARACTERS_A_LINE) for line in row.reason.splitlines())
    height = min(lines * _LINE_HEIGHT + 3, _HIGHEST)
    if lines > 1 and height > (sheet.row_dimensions[row.number].height or 15):
        sheet.row_dimensions[row.number].height = height
    return status, reason


def _mark_cell(sheet: Worksheet, number: int, mark: CellMark) -> None:
    cell: Any = sheet.cell(number, mark.column + 1)
    if isinstance(cell, MergedCell):
        found = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(found.min_row, found.min_col)
    if mark.severity in look.MARK_FILLS and cell.fill.fgColor.rgb != look.ERROR_FILL:
        cell.fill, cell.border = look.fill(look.MARK_FILLS[mark.severity]), look.mark_box(mark.severity)
        cell.font = look.font(cell.font.size or 10, bold=mark.severity == "E")
    text = mark.comment if cell.comment is None else f"{cell.comment.text}\n\n{mark.comment}"
    cell.comment = Comment(
        text, AUTHOR, height=40 + 16 * sum(1 + len(line) // 46 for line in text.splitlines())
    )
    cell.comment.width = 340
