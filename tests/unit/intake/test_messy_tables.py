"""Whatever a table looks like: the reader returns the truth or holds, accepts no wrong number, loses no row, adds no total."""

from __future__ import annotations

import io
import re
from functools import cache

import xlsxwriter
from hypothesis import given, settings
from tests.unit.intake.messy_sheets import HELD, PLACES, Case, Sheet, cases

from jujur import intake
from jujur.domain.cells import CellState
from jujur.domain.forms import Form
from jujur.domain.submissions import Reading
from jujur.intake.reading import FileToRead, _FormReader

FILE = FileToRead("berkas", "f" * 64, b"")
BINS = {"SUBTOTAL", "SUBTOTAL_DIFFERS", "SUBTOTAL_UNCHECKED", "REPEATED_HEADER", "COLUMN_NUMBERS"}


@cache
def reader_of(form: Form) -> _FormReader:
    """One reader for all tables of a form, as a batch has one: what it remembers of one file must not harm the next."""
    return _FormReader({form.id: form}, PLACES)


def read(case: Case) -> Reading:
    return reader_of(case.form).read(FILE, [sheet.answer() for sheet in case.sheets])


def check(case: Case, reading: Reading) -> None:
    """No wrong number accepted, none of the certain ones held, no row lost, no total counted, every line in one bin."""
    assert reading.form_id == case.form.id
    found = {(row.sheet, row.row_number): row for row in reading.rows}
    expected = {
        (sheet.name, number): what for sheet in case.sheets for number, what in sheet.expected.items()
    }
    assert sorted(found) == sorted(expected)
    key = case.form.keys[0].name
    for place, (code, values) in expected.items():
        row = found[place]
        assert row.value(key) == (None if code is HELD else code)
        for name, value in values.items():
            cell = row.cells[name]
            assert cell.value == (None if value is HELD else value), (place, name)
            assert value is not HELD or (cell.state is CellState.DITAHAN and cell.raw)
    for sheet in case.sheets:
        check_lines(sheet, reading)


def check_lines(sheet: Sheet, reading: Reading) -> None:
    notes = [note for note in reading.notes if note.sheet == sheet.name]
    by_code = {code: [note for note in notes if note.code == code] for code in {note.code for note in notes}}
    totals = {note.row_number: note.code for note in notes if note.code.startswith("SUBTOTAL")}
    assert sorted(totals) == sorted(sheet.totals)
    for number, is_right in sheet.totals.items():
        assert is_right or totals[number] != "SUBTOTAL"
    assert len(by_code.get("REPEATED_HEADER", [])) == sheet.headers
    assert len(by_code.get("COLUMN_NUMBERS", [])) == sheet.numbered
    remarks = sum(int(re.match(r"\d+", note.found)[0]) for note in by_code.get("REMARKS", []))
    assert remarks == sheet.remarks
    hidden = {note.row_number for note in by_code.get("HIDDEN_ROW", [])}
    assert hidden == {number for number in sheet.expected if number - 1 in sheet.hidden}


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(cases())
def test_a_messy_table_is_read_as_it_is_or_held(case: Case) -> None:
    check(case, read(case))


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(cases())
def test_a_messy_workbook_is_read_as_it_is_or_held(case: Case) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for sheet in case.sheets:
            _write(book.add_worksheet(sheet.name[:31]), sheet, book.add_format({"num_format": "yyyy-mm-dd"}))
    file = FileToRead("berkas", "f" * 64, stream.getvalue())
    (reading,) = intake.read_batch([file], {case.form.id: case.form}, places=PLACES)
    assert isinstance(reading, Reading)
    check(case, reading)


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, dated: object) -> None:
    for row, line in enumerate(sheet.rows):
        for column, raw in enumerate(line):
            if isinstance(raw, dict):
                kind, text = next(iter(raw.items()))
                if kind == "f":
                    page.write_formula(row, column, "=1+1", None, float(text))
                elif kind == "d":
                    page.write_number(row, column, 45336, dated)
                elif kind == "t":
                    page.write_string(row, column, str(text)[:5])
                else:
                    page.write_formula(row, column, "=1/0", None, "#REF!")
            elif raw != "":
                page.write(row, column, raw)
    for row in sheet.hidden:
        page.set_row(row, None, None, {"hidden": True})
