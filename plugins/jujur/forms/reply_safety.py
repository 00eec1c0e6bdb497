"""Nothing that we send back executes: formulas become text, links and names that point elsewhere are left out."""

from __future__ import annotations

import io
import re
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

# A reference to cells of this workbook, a list of words, a number, or a name: what a dropdown or a limit may be.
_HARMLESS = re.compile(
    r"""=?(?:(?:'[^'\[\]|]+'|\w+)!)?\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?|"[^"]*"|-?[0-9.]+|[A-Za-z_][\w.]*"""
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _PlainReader(ExcelReader):
    """openpyxl's reader that leaves dates as the numbers they are: what stands in a cell comes back to the last digit."""

    def read_worksheets(self) -> None:
        book: Any = self.wb
        book._date_formats = set()
        book._timedelta_formats = set()
        super().read_worksheets()


def open_harmless(content: bytes) -> Workbook:
    """The workbook with everything in it that could act by itself made inert."""
    reader = _PlainReader(io.BytesIO(content), keep_vba=False, data_only=False, keep_links=False)
    reader.read()
    book: Any = reader.wb
    book.template = False
    book._external_links = []
    for name in [name for name, found in book.defined_names.items() if not _is_harmless(found.attr_text)]:
        del book.defined_names[name]
    for sheet in book.worksheets:
        _make_inert(sheet)
    return cast(Workbook, book)


def _make_inert(sheet: Any) -> None:
    sheet._pivots = []
    sheet._hyperlinks = []
    for name in [name for name, found in sheet.defined_names.items() if not _is_harmless(found.attr_text)]:
        del sheet.defined_names[name]
    sheet.data_validations.dataValidation = [
        item
        for item in sheet.data_validations.dataValidation
        if _is_harmless(item.formula1) and _is_harmless(item.formula2)
    ]
    _keep_plain_formatting(sheet)
    for cell in list(sheet._cells.values()):
        if cell.data_type == "f" or (
            isinstance(cell.value, str) and cell.value.startswith(_STARTS_A_FORMULA)
        ):
            write_text(cell, _formula_text(cell.value))
        if cell.__class__.__name__ == "Cell" and cell.hyperlink is not None:
            cell._hyperlink = None


def write_text(cell: Any, text: str) -> None:
    """``text`` as text, whatever it begins with, also after somebody edits the cell."""
    cell._value = text
    cell.data_type = "s"
    if text.startswith(_STARTS_A_FORMULA):
        cell.quotePrefix = True


def _formula_text(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return str(value.text or "=")
    if isinstance(value, DataTableFormula):
        return "=TABLE()"
    return str(value)


def _is_harmless(formula: object) -> bool:
    return formula in (None, "") or _HARMLESS.fullmatch(str(formula).strip()) is not None


def _keep_plain_formatting(sheet: Worksheet) -> None:
    """Conditional colours stay when they compare with plain values; any other formula is left out."""
    kept = [
        (found.sqref, rule)
        for found in sheet.conditional_formatting
        for rule in found.rules
        if all(_is_harmless(formula) for formula in rule.formula)
    ]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for place, rule in kept:
        sheet.conditional_formatting.add(str(place), rule)
