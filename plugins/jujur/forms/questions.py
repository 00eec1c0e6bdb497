"""What the spreadsheet program offers or asks about while a team types. Help for the team: the reader trusts none of it.

Every limit is a warning and never a wall: a team is asked once and may go on, so that nobody is kept from reporting what is so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from jujur.domain.forms import Column, Form
from jujur.forms.explanations import explain
from jujur.forms.marks import SIGNS, WORDS

Area = tuple[int, int, int, int]

# The most that a row about one unit can plausibly count.
HIGHEST_COUNT = {"tps": 9_999, "kelurahan": 999_999, "kecamatan": 9_999_999}
# Excel's own limits; beyond them xlsxwriter would leave the question out.
_TITLE, _MESSAGE, _FORMULA = 32, 255, 255
_DAY_ZERO = date(1899, 12, 30)


def ask_about(
    sheet: Worksheet, cells: Area, form: Form, column: Column, source: str, days: tuple[date, date]
) -> None:
    """Put the dropdown or limit of ``column`` on ``cells``. ``source`` is the cell range of its list, or empty."""
    if column.is_prefilled:
        return
    cell = xl_rowcol_to_cell(cells[0], cells[1])
    if source:
        rule, doubt = {"validate": "list", "source": source}, "pilih salah satu dari daftar, atau kosongkan"
    else:
        test, doubt = _test(form, column, cell, days)
        rule = {"validate": "custom", "value": test} if test else {"validate": "any"}
    hint = column.note if source else _hint(column)
    if rule["validate"] == "any" and not hint:
        return
    place = f"{column.group}, {column.label}" if column.group else column.label
    put(sheet, cells, {**rule, **_said(f"{place}: {doubt}.", column.label, hint)})


def _hint(column: Column) -> str:
    """A hint only where there is something to say: one that pops up at every cell of a long row hides what lies below it."""
    return explain(column) if column.note or column.kind in ("decimal", "date", "time", "instant") else ""


def put(sheet: Worksheet, cells: Area, rule: dict[str, Any]) -> None:
    """Add one validation, loudly: xlsxwriter only shrugs at a faulty one.

    :raises ValueError: the rule breaks a limit of the file format.
    """
    if len(str(rule.get("value", ""))) > _FORMULA or sheet.data_validation(*cells, rule) != 0:
        raise ValueError(f"validation not written: {rule}")


def _said(doubt: str, title: str, hint: str) -> dict[str, str]:
    words = {
        "error_type": "warning",
        "error_title": "Periksa isian ini",
        "error_message": _cut(f"{doubt} Bila memang begitu, lanjutkan.", _MESSAGE),
    }
    return words | (
        {"input_title": _cut(title, _TITLE), "input_message": _cut(hint, _MESSAGE)} if hint else {}
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _test(form: Form, column: Column, cell: str, days: tuple[date, date]) -> tuple[str, str]:
    """The formula that must be true of ``cell``, and what is said when it is not. Marks are always true."""
    marks = ",".join(f'{cell}="{mark}"' for mark in (*SIGNS, *WORDS))
    if column.kind == "count":
        most = HIGHEST_COUNT[form.unit_level]
        test = f"=IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<={most},INT({cell})={cell}),OR({marks}))"
        return (
            test,
            f"ketik bilangan bulat 0 s.d. {most}, tanpa titik atau koma; kosongkan bila belum diketahui",
        )
    if column.kind == "decimal":
        test = f"=IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<=99999),OR({marks}))"
        return test, "ketik angka, boleh dengan koma; kosongkan bila belum diketahui"
    if column.kind == "date":
        first, last = ((day - _DAY_ZERO).days for day in days)
        # A date in words that the program left as a text is read by the desk all the same.
        worded = f"ISNUMBER(VALUE(RIGHT({cell},4)))"
        test = f"=IF(ISNUMBER({cell}),AND({cell}>={first},{cell}<={last}),OR({marks},{worded}))"
        return test, (
            "tulis tanggal seperti 14 Februari 2024; periksa bulan dan tahunnya, karena tanggal ini di luar masa pemilihan"
        )
    if column.kind == "time":
        clock = f'ISNUMBER(TIMEVALUE(SUBSTITUTE({cell},".",":")))'
        test = f"=IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<1),OR({marks},{clock}))"
        return test, "tulis jam seperti 07.15 (WIB), dari 00.00 sampai 23.59"
    return "", "periksa isian"
