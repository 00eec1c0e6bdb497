"""What the child tells about a sheet beyond its values: formulas, errors, hidden rows and columns; text and pages as tables."""

from __future__ import annotations

import io
import sys
import unicodedata
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from jujur.intake.limits import Limits
from jujur.intake.opener.refusal import Refusal
from jujur.intake.opener.sheets import read_sheets
from jujur.intake.wording import stripped

DATA = Path(__file__).resolve().parents[2] / "data"
WILD = DATA / "spreadsheets"


def sheets(content: bytes | str, limits: Limits | None = None) -> list[dict[str, Any]]:
    return read_sheets(content.encode() if isinstance(content, str) else content, limits or Limits())


def rows(content: bytes | str) -> list[list[Any]]:
    (sheet,) = sheets(content)
    return sheet["rows"]  # type: ignore[no-any-return]


def refused(content: bytes | str, limits: Limits | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        sheets(content, limits)
    return caught.value.code


def workbook(fill: Any) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The archive with ``old`` replaced in one member; it must be there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.infolist():
            inner = source.read(member)
            if member.filename == part:
                assert old in inner
                inner = inner.replace(old, new)
            target.writestr(member.filename, inner)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_cells(xml: bytes) -> bytes:
    return rewritten(
        workbook(lambda sheet: sheet.append(["a", 1])), SHEET, b"</sheetData>", xml + b"</sheetData>"
    )


# --- .xlsx -----------------------------------------------------------------------------------------------------------


def test_a_formula_is_told_with_the_value_it_had() -> None:
    cells = b'<row r="2"><c r="A2"><f>1+1</f><v>12</v></c><c r="B2" t="str"><f>A1</f><v>teks</v></c></row>'
    assert rows(with_cells(cells))[1] == [{"f": "12"}, {"f": "teks"}]


def test_a_formula_that_was_never_computed_has_no_value() -> None:
    (sheet,) = sheets(workbook(lambda sheet: sheet.append(["x", "=1+1"])))
    assert (sheet["rows"], sheet["formulas"]) == ([["x", {"f": ""}]], 1)


def test_a_formula_without_value_below_all_values_is_not_lost() -> None:
    cells = b'<row r="4"><c r="C4"><f>1+1</f></c></row>'
    assert rows(with_cells(cells))[3] == ["", "", {"f": ""}]


def test_every_cell_of_an_array_formula_is_a_formula() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = ArrayFormula("A1:A3", "=B1:B3*2")
        sheet["A2"], sheet["A3"], sheet["B3"] = 4, 6, 3

    (sheet,) = sheets(workbook(fill))
    assert [row[0] for row in sheet["rows"]] == [{"f": ""}, {"f": "4"}, {"f": "6"}]
    assert (sheet["rows"][2][1], sheet["formulas"]) == (3, 3)


def test_an_error_is_an_error_even_if_a_formula_made_it() -> None:
    cells = b'<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    assert rows(with_cells(cells))[1] == [{"e": "#DIV/0!"}, {"e": "#N/A"}]


def test_cells_without_references_are_counted() -> None:
    cells = b"<row><c><v>5</v></c><c><f>1+1</f><v>2</v></c><c><v>6</v></c></row>"
    assert rows(with_cells(cells))[1] == [5, {"f": "2"}, 6]


def test_a_formula_is_found_in_whatever_part_the_sheet_lies() -> None:
    content = workbook(lambda sheet: sheet.append(["x", "=1+1"]))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.namelist():
            inner = source.read(member).replace(b"/xl/worksheets/sheet1.xml", b"/xl/theme/hal.xml")
            target.writestr("xl/theme/hal.xml" if member == SHEET else member, inner)
    assert rows(stream.getvalue()) == [["x", {"f": ""}]]


def test_a_dropdown_is_no_formula() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["ya"])
        sheet.add_data_validation(
            openpyxl.worksheet.datavalidation.DataValidation("list", formula1='"ya,tidak"')
        )

    assert sheets(workbook(fill))[0]["formulas"] == 0


def test_hidden_rows_and_columns_are_indices_from_zero() -> None:
    def fill(sheet: Any) -> None:
        for _ in range(4):
            sheet.append([1, 2, 3, 4])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions["Z"].hidden = True

    (sheet,) = sheets(workbook(fill))
    assert (sheet["hidden_rows"], sheet["hidden_columns"]) == ([1], [2])


def test_a_declared_document_type_is_refused() -> None:
    content = workbook(lambda sheet: sheet.append(["=1"]))
    declared = b'<!DOCTYPE x [<!ENTITY a "1">]><worksheet '
    assert refused(rewritten(content, SHEET, b"<worksheet ", declared)) == "damaged"


def test_two_sheets_of_one_name_are_refused() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("dua")
    stream = io.BytesIO()
    book.save(stream)
    assert refused(rewritten(stream.getvalue(), "xl/workbook.xml", b'"dua"', b'"Sheet"')) == "damaged"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_doubled_members_are_refused(name: str) -> None:
    stream = io.BytesIO(workbook(lambda sheet: sheet.append([1])))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, b"<worksheet/>")
    assert refused(stream.getvalue()) == "damaged"


def test_macros_change_nothing_about_the_values() -> None:
    stream = io.BytesIO(workbook(lambda sheet: sheet.append(["x", 7])))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Auto_Open")
    assert rows(stream.getvalue()) == [["x", 7]]


def test_binary_workbooks_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01")
    assert refused(stream.getvalue()) == "binary_workbook"


# --- .ods ------------------------------------------------------------------------------------------------------------

ODS_START = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body><office:spreadsheet>'
)


def ods(table: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        end = "</office:spreadsheet></office:body></office:document-content>"
        archive.writestr("content.xml", f'{ODS_START}<table:table table:name="a">{table}</table:table>{end}')
    return stream.getvalue()


NUMBER = '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'


def ods_row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def test_only_the_error_cells_of_an_ods_are_lost() -> None:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><office:annotation><text:p>catatan</text:p></office:annotation><text:p>#DIV/0!</text:p>'
        "</table:table-cell>"
    )
    (sheet,) = sheets(ods(ods_row(NUMBER + error + NUMBER)))
    assert (sheet["rows"], sheet["formulas"]) == ([[7, {"e": "#DIV/0!"}, 7]], 1)


def test_formulas_of_an_ods_are_marked_where_repeats_put_them() -> None:
    blanks = '<table:table-cell table:number-columns-repeated="2"/>'
    formula = NUMBER.replace("<table:table-cell ", '<table:table-cell table:formula="of:=3+4" ')
    twice = formula.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="2" ')
    content = ods(
        ods_row(NUMBER, 'table:number-rows-repeated="3"')
        + ods_row(blanks + twice, 'table:number-rows-repeated="2"')
    )
    (sheet,) = sheets(content)
    assert sheet["rows"][3:] == [["", "", {"f": "7"}, {"f": "7"}]] * 2
    assert (sheet["rows"][2][0], sheet["formulas"]) == (7, 4)


def test_hidden_rows_and_columns_of_an_ods() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="16383"/>'
    hidden = ods_row(NUMBER, 'table:visibility="filter" table:number-rows-repeated="2"')
    (sheet,) = sheets(ods(columns + ods_row(NUMBER + NUMBER) + hidden + ods_row(NUMBER)))
    assert (sheet["hidden_rows"], sheet["hidden_columns"]) == ([1, 2], [1])


def test_a_cell_that_names_no_type_keeps_its_text() -> None:
    cells = "<table:table-cell><text:p>007</text:p></table:table-cell>" + NUMBER
    assert rows(ods(ods_row(cells))) == [["007", 7]]


def test_repeats_beyond_all_bounds_cost_nothing() -> None:
    formula = '<table:table-cell table:formula="of:=1" table:number-columns-repeated="16000"/>'
    hidden = 'table:visibility="collapse" table:number-rows-repeated="1000000"'
    assert refused(ods(ods_row(NUMBER) + ods_row(formula, hidden))) == "too_large"
    (sheet,) = sheets(
        ods(ods_row(NUMBER) + ods_row('<table:table-cell table:number-columns-repeated="16384"/>', hidden))
    )
    assert (sheet["rows"], sheet["hidden_rows"]) == ([[7]], [])


# --- .xls ------------------------------------------------------------------------------------------------------------


def test_an_old_workbook_reads_as_the_new_one_does() -> None:
    by_kind = {
        kind: sheets((DATA / "libreoffice" / f"dempo_tengah.{kind}").read_bytes())
        for kind in ("xlsx", "xls", "ods")
    }
    tables = {kind: [trimmed(sheet["rows"]) for sheet in found] for kind, found in by_kind.items()}
    shown = {kind: [(sheet["name"], sheet["visible"]) for sheet in found] for kind, found in by_kind.items()}
    assert tables["xls"] == tables["xlsx"] == tables["ods"]
    assert shown["xls"] == shown["xlsx"] == shown["ods"]
    assert len(tables["xls"][1]) > 48


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the blank cells and rows at the ends, which each program counts in its own way."""
    cut = [row[: max((n for n, cell in enumerate(row, 1) if cell != ""), default=0)] for row in rows]
    while cut and not cut[-1]:
        cut.pop()
    return cut


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_all_that_can_be_hidden_is_told_of_each_kind_of_workbook(kind: str) -> None:
    """One workbook, saved by LibreOffice in three formats, with dates that count from 1904."""
    sheet, hidden = sheets((DATA / "libreoffice" / f"tersembunyi_1904.{kind}").read_bytes())
    day, opening = date(2024, 2, 14), time(7, 15)
    assert trimmed(sheet["rows"]) == [
        ["TPS", "DPT", "Tanggal", "Buka"],
        [1, 201, day, opening],
        [2, 202, day, opening],
        [3, {"f": "403"}, day, opening],
        [4, {"e": "#DIV/0!"}, datetime(2024, 2, 14, 13, 30), opening],
    ]
    assert (sheet["hidden_rows"], sheet["hidden_columns"], sheet["formulas"]) == ([2], [3], 2)
    assert (sheet["visible"], hidden["visible"], hidden["name"]) == (True, False, "rahasia")


def test_errors_of_an_old_workbook_are_errors() -> None:
    (sheet,) = sheets((WILD / "tablib" / "errors.xls").read_bytes())
    assert sheet["rows"][1] == [{"e": "#DIV/0!"}, {"e": "#NAME?"}, {"e": "#N/A"}, {"e": "#N/A"}]


def test_a_book_of_excel_95_is_refused_also_beside_a_newer_one() -> None:
    assert refused((WILD / "calamine" / "OOM_alloc2.xls").read_bytes()) == "old_excel"
    assert refused((WILD / "calamine" / "OOM_alloc.xls").read_bytes()) == "two_books"


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_found(encoding: str) -> None:
    assert rows("Kelurahan;TPS\nPagar Alam é;001\n".encode(encoding)) == [
        ["Kelurahan", "TPS"],
        ["Pagar Alam é", "001"],
    ]


def test_the_separator_may_be_stated_and_the_line_stays_a_line() -> None:
    assert rows("sep=|\na;b|c,d\n1|2\n") == [[], ["a;b", "c,d"], ["1", "2"]]


def test_quoted_separators_and_lines_stay_in_their_field() -> None:
    assert rows('a;b\n"1;2";"x\ny"\n') == [["a", "b"], ["1;2", "x\ny"]]


def test_a_quote_that_nobody_closes_is_refused() -> None:
    assert refused('TPS;DPT\n1;"210\n2;220\n3;230\n') == "open_quote"
    assert rows('TPS;DPT\n1;"210"') == [["TPS", "DPT"], ["1", "210"]]


def test_a_nul_and_a_lone_word_are_refused() -> None:
    assert refused("TPS;DPT\n1;2\x0010\n") == "control"
    assert refused("halo") == "no_table"


def test_more_fields_than_cells_allowed_are_refused_while_reading() -> None:
    assert refused("a;b" + "\n" * 100, Limits(cells=50)) == "too_large"
    assert refused("1;2;3;4\n" * 20, Limits(cells=50)) == "too_large"


def test_every_invisible_character_is_known() -> None:
    """As this Python's Unicode has them; a newer one may have more."""
    unseen = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"]
    assert len(unseen) > 150
    assert [character for character in unseen if stripped(f"a{character}b") != "ab"] == []
    assert stripped(" Dempo\u200bUtara é ") == "DempoUtara é"


# --- web pages -------------------------------------------------------------------------------------------------------


def test_a_table_saved_as_excel_is_read() -> None:
    page = "<html><body><p>Laporan</p><table><tr><th>TPS<th>DPT<tr><td>001<td>2&nbsp;10<br>x</table></body></html>"
    assert rows(page) == [["TPS", "DPT"], ["001", "2 10 x"]]
    assert sheets(page)[0]["name"] == "tabel 1"


def test_spans_leave_their_cells_blank() -> None:
    assert rows((WILD / "messytables_horror" / "rowcolspan.html").read_bytes())[2:4] == [
        ["25", "26", "27", "", "29"],
        ["", "36", "", "", "39"],
    ]


def test_what_a_page_hides_is_counted_and_not_read() -> None:
    page = (
        "<table><tr><td>TPS<td>DPT<tr><td>1<span style='display: none'>99<b>9</b></span><td>210"
        "<tr style='display:none'><td>2<td>220<tr><td hidden>x<td>3<td>230</table>"
    )
    (sheet,) = sheets(page)
    assert sheet["rows"] == [["TPS", "DPT"], ["1", "210"], ["2", "220"], ["3", "230"]]
    assert (sheet["hidden_rows"], sheet["unseen"]) == ([2], 3)


def test_a_hidden_table_is_a_hidden_sheet() -> None:
    table = "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
    page = f"<html><div style='display:none'>{table}</div>{table}{table.replace('<table', '<table hidden')}"
    assert [sheet["visible"] for sheet in sheets(page)] == [False, True, False]


def test_an_unclosed_tag_silences_one_cell_at_most() -> None:
    assert rows("<table><tr><td><select><td>2<tr><td>3<td>4</table>") == [["", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><title>Masuk</title><body>Silakan masuk</body>",
        "<html><table><tr><td>Nama<td><input><tr><td>Sandi<td><input type=password></table></html>",
        "<html><table><tr><td>Sesi Anda berakhir</table></html>",
    ],
)
def test_a_page_without_data_is_refused(page: str) -> None:
    assert refused(page) == "html"


def test_spans_beyond_all_bounds_are_refused() -> None:
    wide = "<td colspan=99999 rowspan=99999>x" * 10
    assert refused(f"<table><tr>{wide}<tr>{wide}</table>", Limits(cells=10_000)) == "too_large"
