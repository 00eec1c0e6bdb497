"""Headers and rows as teams really write them: every row is found or told of, none is guessed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter
from scripts.demo_inputs import identity_for, prefill_stations

from jujur import intake
from jujur.domain.cells import CellState
from jujur.domain.submissions import Reading
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.config_dir() / "pagar-alam")
SAVED = Path(__file__).resolve().parents[2] / "data" / "libreoffice"
HEAD: list[object] = ["kode_tps", "kode_kelurahan", "tps", "suara_sah", "suara_tidak_sah", "suara_total"]
ROW: list[object] = ["1672011001001", "16.72.01.1001", "001", 203, 5, 208]
OTHER: list[object] = ["1672011001002", "16.72.01.1001", "002", 195, 4, 199]


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            if name == hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for index, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(number, index, value, None, "")
                    else:
                        sheet.write(number, index, value)
    return stream.getvalue()


def read(content: bytes | Path) -> Reading:
    return intake.read_submission(content, "f" * 64, DESK.forms, name="berkas")


def codes(reading: Reading) -> list[str | None]:
    return [row.text("kode_tps") for row in reading.rows]


def noted(reading: Reading) -> set[str]:
    return {note.code for note in reading.notes} - {"MISSING_COLUMN"}


def test_one_row_header_with_column_names() -> None:
    reading = read(workbook(("Lembar1", [HEAD, ROW])))
    assert reading.form_id == "pungut_hitung"
    (row,) = reading.rows
    assert (row.row_id, row.row_number) == (f"{'f' * 64}|Lembar1|2", 2)
    assert [row.value(str(name)) for name in HEAD] == ROW
    assert row.cells["surat_suara_rusak"].state is CellState.TIDAK_DIISI


@pytest.mark.parametrize("name", ["xlsx", "ods", "xls"])
def test_a_workbook_saved_again_by_libreoffice_reads_the_same(name: str) -> None:
    area = DESK.gazetteer["16.72.05"]
    saved = read(SAVED / f"dempo_tengah.{name}")
    assert (len(saved.rows), saved.claims.area_code, saved.claims.period) == (50, area.code, "2024-02-14")
    assert [row.text("tps") for row in saved.rows][:3] == ["001", "002", "003"]
    assert sum(row.count("suara_total") is None for row in saved.rows) == 12
    with (places.config_dir() / "pagar-alam" / "demonstrasi" / "pemilu2024_tps.csv").open(
        encoding="utf-8"
    ) as lines:
        truth = {line["kode_tps_kpu"]: line["suara_total"] for line in csv.DictReader(lines)}
    assert all(row.cells["suara_total"].raw == truth[row.text("kode_tps") or ""] for row in saved.rows)


def test_header_spellings_and_title_rows_do_not_matter() -> None:
    rows: list[list[object]] = [
        ["LAPORAN TPS"],
        [],
        [
            "No",
            "KODE  TPS\u200b",
            "Kode Kelurahan:",
            "No. TPS",
            "Suara Sah",
            "suara tidak sah",
            "Total Suara",
        ],
        [1, *ROW],
    ]
    reading = read(workbook(("a", rows)))
    assert [reading.rows[0].value(str(name)) for name in HEAD] == ROW
    assert noted(reading) == {"UNKNOWN_COLUMN"}


def test_a_count_under_a_foreign_heading_is_not_taken() -> None:
    rows: list[list[object]] = [
        ["Kode TPS", "TPS", "Suara caleg", ""],
        ["", "", "Sah", "Tidak sah"],
        ["1672011001001", "001", 3, 4],
    ]
    reading = read(workbook(("a", [*rows])))
    assert reading.form_id is None or reading.rows[0].count("suara_sah") is None


def test_two_columns_of_one_meaning_are_both_held() -> None:
    reading = read(workbook(("a", [[*HEAD, "Suara Sah"], [*ROW, 999]])))
    cell = reading.rows[0].cells["suara_sah"]
    assert (cell.state, cell.raw) == (CellState.DITAHAN, "203 | 999")
    assert "DOUBLE_COLUMN" in noted(reading)


def test_rows_after_blank_rows_totals_and_notes_are_not_lost() -> None:
    rows: list[list[object]] = [
        HEAD,
        ROW,
        [],
        ["JUMLAH", "", "", 203, 5, 208],
        [],
        OTHER,
        ["Pagar Alam, 14 Februari 2024"],
        ["", "Camat"],
    ]
    reading = read(workbook(("a", rows)))
    assert codes(reading) == [ROW[0], OTHER[0]]
    assert [row.row_number for row in reading.rows] == [2, 6]
    assert noted(reading) == {"SUBTOTAL", "REMARKS"}


def test_a_row_without_its_code_but_with_figures_is_a_row() -> None:
    reading = read(workbook(("a", [HEAD, ["", "", "", 203, 5, 208]])))
    assert codes(reading) == [None]
    assert reading.rows[0].cells["kode_tps"].state is CellState.TIDAK_DIISI


def test_a_row_with_only_what_we_prefilled_is_a_row() -> None:
    reading = read(workbook(("a", [HEAD, [*ROW[:3]], OTHER])))
    assert codes(reading) == [ROW[0], OTHER[0]]
    assert reading.rows[0].cells["suara_sah"].state is CellState.TIDAK_DIISI


def test_a_repeated_header_is_no_row() -> None:
    reading = read(workbook(("a", [HEAD, ROW, HEAD, OTHER])))
    assert codes(reading) == [ROW[0], OTHER[0]]
    assert noted(reading) == {"REPEATED_HEADER"}


def test_all_visible_sheets_are_read_and_hidden_ones_are_told_of() -> None:
    reading = read(workbook(("a", [HEAD, ROW]), ("b", [HEAD, OTHER]), ("c", [HEAD, ROW]), hidden="c"))
    assert [row.sheet for row in reading.rows] == ["a", "b"]
    assert noted(reading) == {"HIDDEN_SHEET"}


def test_error_cells_and_formulas_without_a_value_are_held_and_not_blank() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("a")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW[:3])
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 4, "=A1", None, "")
        sheet.write_formula(1, 5, "=200+8", None, 208)
        sheet.set_row(1, None, None, {"hidden": True})
    reading = read(stream.getvalue())
    row = reading.rows[0]
    assert (row.cells["suara_sah"].state, row.cells["suara_sah"].raw) == (CellState.DITAHAN, "#DIV/0!")
    assert row.cells["suara_tidak_sah"].state is CellState.DITAHAN
    total = row.cells["suara_total"]
    assert (total.state, total.raw) == (CellState.DITAHAN, "rumus: 208")
    assert noted(reading) == {"FORMULAS", "HIDDEN_ROW"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_delimited_text_keeps_its_zeros(encoding: str, mark: str) -> None:
    text = "\r\n".join(mark.join(map(str, row)) for row in (HEAD, ROW, OTHER))
    reading = read(text.encode(encoding))
    assert [row.text("tps") for row in reading.rows] == ["001", "002"]
    assert [row.count("suara_total") for row in reading.rows] == [208, 199]


def test_a_table_of_another_kind_is_no_form_of_ours() -> None:
    reading = read(workbook(("a", [["nama", "alamat"], ["x", "y"]])))
    assert (reading.form_id, reading.rows) == (None, ())
    assert noted(reading) == {"UNKNOWN_FORM"}


def event_workbook(filled: Filled) -> bytes:
    identity = identity_for(DESK, DESK.gazetteer["16.72.01"])
    return write_workbook(DESK.forms["kejadian"], (), identity, filled)


def test_an_empty_incident_form_is_neither_nil_nor_a_row() -> None:
    reading = read(event_workbook(Filled()))
    assert (reading.rows, reading.claims.is_nil) == ((), False)


def test_nil_beside_an_incident_does_not_hide_it() -> None:
    reading = read(event_workbook(Filled(rows=[{"uraian": "tenda roboh"}], is_nil=True)))
    assert (len(reading.rows), reading.claims.is_nil) == (1, False)
    assert noted(reading) == {"NIL_WITH_ROWS"}


def test_nil_written_into_the_table_is_nil() -> None:
    reading = read(event_workbook(Filled(rows=[{"waktu_kejadian": "NIHIL"}])))
    assert (reading.rows, reading.claims.is_nil) == ((), True)


def test_number_of_the_corrected_submission_is_read_from_plain_sight() -> None:
    area = DESK.gazetteer["16.72.05"]
    units = prefill_stations(DESK, area)[:2]
    content = write_workbook(
        DESK.forms["pungut_hitung"], units, identity_for(DESK, area), Filled(supersedes="K-20240214-0003")
    )
    assert read(content).claims.supersedes == "K-20240214-0003"


def test_without_an_identity_sheet_the_visible_area_is_claimed() -> None:
    rows: list[list[object]] = [["Kecamatan", "", "16.72.04 Dempo Selatan"], HEAD, ROW]
    claims = read(workbook(("a", rows))).claims
    assert (claims.area_code, claims.form_id, claims.period) == ("16.72.04", None, None)
