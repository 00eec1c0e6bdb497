"""Lines that are no rows: totals are checked and never added, headers and remarks told of, nothing vanishes (P01)."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from jujur import intake
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import Reading
from jujur.intake.reading import FileToRead, _FormReader

FORM = Form(
    "uji",
    2,
    "Uji",
    "tps",
    False,
    (
        Column("kode_tps", "Kode TPS", "code", is_key=True, is_prefilled=True),
        Column("tps", "TPS", "code", is_prefilled=True, names="tps"),
        Column("sah", "Suara sah", "count"),
        Column("rusak", "Surat suara rusak", "count"),
        Column("hari", "Hari", "date"),
        Column("catatan", "Catatan", "text"),
    ),
)
HEAD: list[object] = ["Kode TPS", "TPS", "Suara sah", "Surat suara rusak", "Hari", "Catatan"]


def row(number: int, sah: object = 10.0, rusak: object = 1.0) -> list[object]:
    return [f"1672011001{number:03}", f"{number:03}", sah, rusak, "", ""]


def sheet(rows: list[list[object]], name: str = "a", **more: object) -> dict[str, object]:
    empty = {"visible": True, "hidden_rows": [], "hidden_columns": [], "formulas": 0}
    return {"name": name, "rows": rows, **empty, **more}


def read(*sheets: dict[str, object]) -> Reading:
    return _FormReader({FORM.id: FORM}).read(FileToRead("b", "f" * 64, b""), sheets)


def notes(reading: Reading) -> list[tuple[str, str]]:
    return [(note.code, note.found) for note in reading.notes if note.code != "MISSING_COLUMN"]


def numbers(reading: Reading) -> list[int]:
    return [row.row_number for row in reading.rows]


@pytest.mark.parametrize(
    "label", ["JUMLAH", "Total", "SUB TOTAL", "Subtotal", "Jumlah Kel. Sukorejo", "JML", "Grand Total"]
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_total_is_recognised_wherever_its_label_stands(label: str, place: int) -> None:
    line: list[object] = ["", "", 20.0, 2.0, "", ""]
    line[place] = label
    reading = read(sheet([HEAD, row(1), row(2), line]))
    assert numbers(reading) == [2, 3]
    assert [note.code for note in reading.notes] == ["SUBTOTAL"]


def test_totals_sum_up_the_rows_since_the_last_or_all_of_them() -> None:
    lines = [
        row(1),
        row(2),
        ["JUMLAH", "", 20.0, 2.0],
        row(3),
        ["JUMLAH", "", "10", {"f": "1.0"}],
        ["TOTAL", "", 30.0, 3.0],
    ]
    reading = read(sheet([HEAD, *lines]))
    assert [code for code, _ in notes(reading)] == ["SUBTOTAL", "SUBTOTAL", "SUBTOTAL"]
    assert numbers(reading) == [2, 3, 5]


def test_a_total_that_differs_is_told_with_both_numbers() -> None:
    reading = read(sheet([HEAD, row(1), row(2), ["JUMLAH", "", 21.0, 2.0]]))
    (note,) = reading.notes
    assert (note.code, note.row_number, note.column) == ("SUBTOTAL_DIFFERS", 4, "Suara sah")
    assert note.found == "Suara sah: tertulis 21, jumlah barisnya 20"


@pytest.mark.parametrize("stated", [{"f": ""}, {"e": "#REF!"}, "±20"])
def test_a_total_that_cannot_be_read_is_unchecked(stated: object) -> None:
    reading = read(sheet([HEAD, row(1), ["JUMLAH", "", stated, 1.0]]))
    assert [code for code, _ in notes(reading)] == ["SUBTOTAL_UNCHECKED"]
    held = read(sheet([HEAD, row(1, "±10"), ["JUMLAH", "", 10.0, 1.0]]))
    assert [code for code, _ in notes(held)] == ["SUBTOTAL_UNCHECKED"]


def test_a_remark_about_a_sum_is_no_total() -> None:
    line = [*row(1)[:5], "jumlah pemilih berbeda"]
    assert numbers(read(sheet([HEAD, line]))) == [2]
    line[0] = ""
    assert numbers(read(sheet([HEAD, line]))) == [2]
    reading = read(sheet([HEAD, row(1), ["Jumlah TPS: lengkap"]]))
    assert notes(reading) == [("REMARKS", "1 baris catatan di luar tabel (baris 3)")]


def test_an_unlabelled_total_stays_a_row_without_a_unit() -> None:
    reading = read(sheet([HEAD, row(1), row(2), ["", "", 20.0, 2.0]]))
    assert [item.text("kode_tps") for item in reading.rows][2] is None


def test_a_second_table_may_have_its_columns_in_another_order() -> None:
    turned = ["TPS", "Kode TPS", "Surat suara rusak", "Suara sah"]
    lines = [HEAD, row(1), [], turned, ["002", "1672011001002", 3.0, 50.0]]
    reading = read(sheet(lines))
    assert [(item.count("sah"), item.count("rusak")) for item in reading.rows] == [(10, 1), (50, 3)]
    assert [(place.head, place.columns["sah"]) for place in reading.tables] == [(0, (2,)), (3, (3,))]
    assert ("REPEATED_HEADER", "judul kolom sekali lagi") in notes(reading)


@pytest.mark.parametrize(
    "line",
    [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ["1", "2", "3", "4", "5"]],
)
def test_numbers_of_columns_are_no_row(line: list[object]) -> None:
    reading = read(sheet([HEAD, line, row(1)]))
    assert numbers(reading) == [3]
    assert [code for code, _ in notes(reading)] == ["COLUMN_NUMBERS"]


def test_signatures_and_notes_are_told_of_and_figures_without_a_unit_are_rows() -> None:
    lines = [
        row(1),
        ["Catatan: data sementara"],
        ["", "", "", "Pagar Alam, 14 Februari 2024"],
        ["", "", "", "Ketua PPK"],
    ]
    reading = read(sheet([HEAD, *lines, ["", "", "12 orang", ""]]))
    assert numbers(reading) == [2, 6]
    assert notes(reading) == [("REMARKS", "3 baris catatan di luar tabel (baris 3, 4, 5)")]


def test_hidden_rows_and_columns_are_read_and_flagged() -> None:
    reading = read(sheet([HEAD, row(1), row(2)], hidden_rows=[1], hidden_columns=[2, 9]))
    assert numbers(reading) == [2, 3]
    found = [(note.code, note.row_id, note.column) for note in reading.notes]
    assert found == [("HIDDEN_COLUMN", None, "Suara sah"), ("HIDDEN_ROW", f"{'f' * 64}|a|2", None)]


def test_counts_with_separators_are_taken_and_flagged() -> None:
    reading = read(sheet([HEAD, row(1, "1.234", "1 234"), row(2, "1,234")]))
    assert [item.count("sah") for item in reading.rows] == [1234, None]
    found = [(note.code, note.row_number, note.column, note.found) for note in reading.notes]
    assert found == [
        ("GROUPED_NUMBER", 2, "Suara sah", "1.234 dibaca 1234"),
        ("GROUPED_NUMBER", 2, "Surat suara rusak", "1 234 dibaca 1234"),
    ]
    assert reading.notes[0].row_id == reading.rows[0].row_id
    many = read(sheet([HEAD, *(row(number, "1.234", "1.234") for number in range(1, 151))]))
    assert [code for code, _ in notes(many)] == ["GROUPED_NUMBER"] * 201
    assert notes(many)[-1][1] == "100 sel lain juga ditulis dengan titik atau spasi"


def test_our_own_reply_comes_back_and_is_read_as_before() -> None:
    head = [*HEAD, "STATUS PEMERIKSAAN", "ALASAN PEMERIKSAAN"]
    summary = sheet([["Kode TPS", "TPS", "Hari", "Catatan"], [*row(9)[:2], "", ""]], "Hasil pemeriksaan")
    reading = read(summary, sheet([head, [*row(1), "DITAHAN", "V03: jumlah 99 tidak cocok"]], "b"))
    assert [item.sheet for item in reading.rows] == ["b"]
    assert notes(reading) == [("REPLY_COLUMNS", "kolom hasil pemeriksaan desk")]
    plain = sheet([HEAD, row(3)], "Hasil pemeriksaan")
    assert len(read(plain).rows) == 1, "a sender's own sheet of that name"


def test_an_older_version_is_told() -> None:
    def identity(version: str) -> dict[str, object]:
        return sheet([["formulir", "uji"], ["versi", version]], "_identitas", visible=False)

    assert [code for code, _ in notes(read(sheet([HEAD, row(1)]), identity("1")))] == ["OLD_VERSION"]
    assert notes(read(sheet([HEAD, row(1)]), identity("2"))) == []


def test_a_sheet_of_figures_with_a_header_we_do_not_know_is_told_of() -> None:
    odd = sheet([["Kode", "A", "B", "C"], ["1672011001009", 1.0, 2.0, 3.0]], "b")
    text = sheet([["Petunjuk"], ["isi 3 kolom"]], "c")
    assert notes(read(sheet([HEAD, row(1)]), odd, text)) == [("UNKNOWN_FORM", "lembar ini tidak dibaca")]


def test_a_header_that_fits_two_forms_is_read_as_neither() -> None:
    twin = Form("kembar", 1, "Kembar", "tps", False, FORM.columns)
    reader = _FormReader({FORM.id: FORM, twin.id: twin})
    reading = reader.read(FileToRead("b", "f" * 64, b""), [sheet([HEAD, row(1)])])
    assert (reading.form_id, notes(reading)) == (
        None,
        [("UNKNOWN_FORM", "judul kolom cocok untuk Uji dan Kembar")],
    )


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_of_both_date_systems_are_the_same_day(is_1904: bool) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": is_1904}) as book:
        page = book.add_worksheet("a")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, row(1))
        page.write_number(
            1, 4, 45336 - (1462 if is_1904 else 0), book.add_format({"num_format": "dd/mm/yyyy"})
        )
        page.write_row(2, 0, [*row(2)[:4], 45336.0])
    (reading,) = intake.read_batch([FileToRead("b", "f" * 64, stream.getvalue())], {FORM.id: FORM})
    assert isinstance(reading, Reading)
    assert [item.text("hari") for item in reading.rows] == ["2024-02-14", None]
