"""The workbook that goes back to a sender: the same one, marked, with nothing in it that acts by itself."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from tests.unit.forms.reply_samples import NUMBER, PAYLOADS, accepted, held, marks, reply

from jujur.forms.reply import CellMark, Reply, from_plain, to_plain
from jujur.forms.reply_book import annotate, rebuild
from jujur.forms.reply_look import ERROR_FILL
from jujur.forms.reply_writer import ReplyWriter, WriterLimits

DATA = Path(__file__).resolve().parents[2] / "data"


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def values(content: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def a_book(rows: list[list[Any]], sheet: str = "Isian") -> bytes:
    book = openpyxl.Workbook()
    entry: Any = book.active
    entry.title = sheet
    for row in rows:
        entry.append(row)
    return saved(book)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TABLE = [["Kode TPS", "Sah"], ["001", 10], ["002", 11]]
MARKED = marks("Isian", 1, 2, 2, accepted(2), held(3, CellMark(1, "E", "V09: menahan baris ini")))


def test_every_row_says_its_fate_and_why_at_the_right_end_of_the_table() -> None:
    sheet = opened(annotate(a_book(TABLE), reply(MARKED)))["Isian"]
    assert [sheet.cell(1, column).value for column in (3, 4)] == ["STATUS PEMERIKSAAN", "ALASAN PEMERIKSAAN"]
    assert [sheet.cell(row, 3).value for row in (2, 3)] == ["Diterima", "Ditahan"]
    assert sheet.cell(3, 4).value == "Ditahan V09: ditemukan 1; seharusnya 2."


def test_a_wrong_cell_is_coloured_and_explained_and_the_others_are_not() -> None:
    sheet = opened(annotate(a_book(TABLE), reply(MARKED)))["Isian"]
    assert sheet["B3"].fill.fgColor.rgb == ERROR_FILL
    assert sheet["B3"].comment.text == "V09: menahan baris ini"
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill.fill_type is None


def test_a_senders_own_comment_stays_before_ours() -> None:
    book = opened(a_book(TABLE))
    book["Isian"]["B3"].comment = Comment("salin dari plano", "Tim")
    sheet = opened(annotate(saved(book), reply(MARKED)))["Isian"]
    assert sheet["B3"].comment.text.splitlines()[0] == "salin dari plano"
    assert "V09" in sheet["B3"].comment.text


def test_the_first_sheet_sums_up_and_is_the_one_that_opens() -> None:
    book = opened(annotate(a_book(TABLE), reply(MARKED)))
    assert book.sheetnames == ["Hasil pemeriksaan", "Isian"]
    assert book.active.title == "Hasil pemeriksaan"
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, False]
    told = [cell.value for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert f"Hasil pemeriksaan kiriman {NUMBER}" in told
    assert "1 dari 2 baris ditahan dan belum dihitung." in told
    assert book.active.protection.sheet


def test_a_workbook_without_our_cell_gets_one_that_declares_the_correction() -> None:
    sheet = opened(annotate(a_book(TABLE), reply(MARKED)))["Hasil pemeriksaan"]
    (row,) = [row[0].row for row in sheet.iter_rows() if row[0].value == "Perbaikan atas kiriman nomor"]
    assert sheet.cell(row, 4).value == NUMBER
    assert not sheet.cell(row, 4).protection.locked


def test_our_own_cell_is_filled_in_once() -> None:
    book = opened(a_book(TABLE))
    book["Isian"].insert_rows(1, 2)
    book["Isian"]["A1"] = "Perbaikan atas kiriman  nomor (kosongkan bila bukan perbaikan)"
    book["Isian"].merge_cells("A1:B1")
    back = opened(annotate(saved(book), reply()))
    assert back["Isian"]["C1"].value == NUMBER
    assert not [row for row in back["Hasil pemeriksaan"].iter_rows() if "Perbaikan atas" in str(row[0].value)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_looks_like_a_formula_comes_back_as_text(payload: str) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Isian")
        sheet.write_row(0, 0, ["Kode TPS", "Sah"])
        sheet.write_formula(1, 0, payload if payload.startswith("=") else f"={payload}", None, 7)
        sheet.write_string(1, 1, payload)
    for content in (
        annotate(stream.getvalue(), reply(marks("Isian", 1, 2, 2, held(2, reason=payload)))),
        rebuild(
            [a_sheet([["A", "B"], [payload, payload]])],
            reply(marks("csv", 1, 2, 2, held(2, reason=payload))),
        ),
    ):
        assert_no_formula(content)
        book = opened(content)
        assert any(
            cell.value == payload and cell.data_type == "s" for row in book.worksheets[1] for cell in row
        )


def assert_no_formula(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert "externalLink" not in name
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                assert b"<f>" not in archive.read(name)
                assert b"<f " not in archive.read(name)


def test_array_formulas_links_and_names_that_point_elsewhere_are_left_out() -> None:
    book = opened(a_book(TABLE))
    sheet = book["Isian"]
    sheet["B2"] = ArrayFormula("B2:B3", "=SUM(A2:A3*1)")
    sheet["A2"].hyperlink = "http://example.org/klik"
    book.defined_names["jahat"] = openpyxl.workbook.defined_name.DefinedName(
        "jahat", attr_text="cmd|' /C calc'!A0"
    )
    book.defined_names["daftar"] = openpyxl.workbook.defined_name.DefinedName(
        "daftar", attr_text="Isian!$A$2:$A$3"
    )
    for formula in ("[1]Lain!$A$1:$A$9", "Isian!$A$2:$A$3", '"ya,tidak"', "daftar"):
        sheet.add_data_validation(DataValidation("list", formula1=formula, sqref="C2"))
    back = opened(annotate(saved(book), reply()))
    assert back["Isian"]["B2"].value == "=SUM(A2:A3*1)"
    assert back["Isian"]["B2"].data_type == "s"
    assert back["Isian"]["A2"].hyperlink is None
    assert list(back.defined_names) == ["daftar"]
    kept = [item.formula1 for item in back["Isian"].data_validations.dataValidation]
    assert kept == ["Isian!$A$2:$A$3", '"ya,tidak"', "daftar"]


def test_protection_hidden_sheets_and_frozen_panes_stay() -> None:
    book = opened(a_book(TABLE))
    book["Isian"].protection.sheet = True
    book["Isian"].freeze_panes = "A2"
    hidden = book.create_sheet("_identitas")
    hidden["A1"], hidden.sheet_state = "formulir", "hidden"
    back = opened(annotate(saved(book), reply(MARKED)))
    assert back["Isian"].protection.sheet
    assert back["Isian"].freeze_panes == "A2"
    assert back["_identitas"].sheet_state == "hidden"
    assert back["_identitas"]["A1"].value == "formulir"


def test_a_returned_reply_loses_the_old_marks() -> None:
    first = annotate(a_book(TABLE), reply(MARKED))
    again = annotate(
        first, reply(marks("Isian", 1, 2, 2, accepted(2), accepted(3)), number="K-20240214-0009")
    )
    book = opened(again)
    sheet = book["Isian"]
    assert book.sheetnames == ["Hasil pemeriksaan", "Isian"]
    assert [sheet.cell(row, 3).value for row in (1, 2, 3)] == ["STATUS PEMERIKSAAN", "Diterima", "Diterima"]
    assert sheet.cell(3, 4).value in (None, "")
    assert sheet["B3"].comment is None
    assert sheet["B3"].fill.fgColor.rgb != ERROR_FILL
    assert sheet.max_column == 4


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6)),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12).filter(
        lambda text: not text.startswith("_x")
    ),
    st.sampled_from((*PAYLOADS[:-2], "001", "1.234", " x ", "#", "NIHIL")),
    st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1)).map(lambda value: value.replace(microsecond=0)),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
    st.times().map(lambda value: value.replace(microsecond=0)),
)


def as_sent(rows: list[list[Any]], *, is_1904: bool) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": is_1904}) as book:
        sheet = book.add_worksheet("Isian")
        look = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif isinstance(value, (datetime, date, time)):
                    sheet.write_datetime(row, column, value, look)
                elif value is not None:
                    sheet.write(row, column, value)
    return stream.getvalue()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=2, max_size=6), st.booleans())
def test_marking_never_changes_a_cell_of_the_sender(rows: list[list[Any]], is_1904: bool) -> None:
    sent = as_sent(rows, is_1904=is_1904)
    column = max(len(row) for row in rows)
    mark = marks(
        "Isian", 1, 2, column, *(held(number + 1, CellMark(0, "E", "x")) for number in range(1, len(rows)))
    )
    before, after = values(sent)["Isian"], values(annotate(sent, reply(mark)))["Isian"]
    for number, row in enumerate(before):
        assert after[number][: len(row)] == row


@pytest.mark.parametrize("serial", [45336.123456789, -5.5, 0.125, 4_000_000.25])
def test_a_date_is_the_same_number_to_the_last_digit(serial: float) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Isian")
        sheet.write_number(0, 0, serial, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    with zipfile.ZipFile(io.BytesIO(annotate(stream.getvalue(), reply()))) as archive:
        written = "".join(
            archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name
        )
    assert serial in [float(found) for found in re.findall(r"<v>([^<]+)</v>", written)]


def a_sheet(rows: list[list[Any]], name: str = "csv", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "visible": True,
        "rows": rows,
        "hidden_rows": [],
        "hidden_columns": [],
        "formulas": 0,
        **more,
    }


def test_sheets_written_anew_keep_positions_and_kinds() -> None:
    rows = [
        ["Kode TPS", "Sah", "Waktu"],
        ["001", 10.5, {"d": "2024-02-14T07:15:00"}],
        ["", True, {"e": "#DIV/0!"}],
    ]
    content = rebuild(
        [a_sheet(rows), a_sheet([["rahasia"]], "a/b*c", visible=False)],
        reply(marks("csv", 1, 2, 3, accepted(2))),
    )
    book = opened(content)
    sheet = book["csv"]
    assert [sheet.cell(2, column).value for column in (1, 2, 3)] == [
        "001",
        10.5,
        datetime(2024, 2, 14, 7, 15),
    ]
    assert [sheet.cell(3, column).value for column in (1, 2, 3)] == [None, True, "#DIV/0!"]
    assert sheet.cell(2, 4).value == "Diterima"
    assert book["a-b-c"].sheet_state == "hidden"


def test_hidden_rows_and_columns_stay_hidden_and_a_formula_is_no_answer() -> None:
    sheet = opened(
        rebuild([a_sheet([["A", "B"], [{"f": "120"}]], hidden_rows=[1], hidden_columns=[1])], reply())
    )["csv"]
    assert sheet.row_dimensions[2].hidden
    assert not sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["B"].hidden
    assert sheet["A2"].value == "rumus: 120"


def test_characters_that_no_workbook_can_hold_are_shown_as_such() -> None:
    sheet = opened(rebuild([a_sheet([["a\x00b\ud800"]])], reply()))["csv"]
    assert sheet["A1"].value == "a\ufffdb\ufffd"


def test_the_plan_survives_the_way_to_the_child() -> None:
    plan = reply(MARKED)
    assert from_plain(json.loads(json.dumps(to_plain(plan)))) == plan


def test_a_file_that_breaks_the_library_costs_only_itself() -> None:
    with ReplyWriter() as writer:
        for name in ("billion_laughs_sst.xlsx", "huge_cell_ref.xlsx", "id_max_dims_one_format.xlsx"):
            content = (DATA / "spreadsheets" / "generated" / name).read_bytes()
            outcome = writer.annotate(content, Reply(reply().summary))
            assert outcome is None or opened(outcome).sheetnames[0] == "Hasil pemeriksaan"
        assert writer.annotate(a_book(TABLE), reply(MARKED)) is not None


def test_a_sheet_too_large_for_the_memory_is_given_up_and_the_next_one_is_not() -> None:
    limits = WriterLimits(memory_bytes=130 * 1024 * 1024)
    large = [a_sheet([[f"{row}-{column}" for column in range(60)] for row in range(9_000)])]
    with ReplyWriter(limits) as writer:
        assert writer.rebuild([a_sheet(TABLE)], reply()) is not None
        assert writer.rebuild(large, reply()) is None
        assert writer.rebuild([a_sheet(TABLE)], reply()) is not None


def test_a_reply_that_takes_too_long_is_given_up() -> None:
    with ReplyWriter(WriterLimits(seconds=0)) as writer:
        assert writer.annotate(a_book(TABLE), reply(MARKED)) is None
