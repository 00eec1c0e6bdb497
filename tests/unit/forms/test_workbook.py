"""The workbook that a team gets, looked at with another library than the one that wrote it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from jujur.forms.entry_sheet import NIL_LABEL, SUPERSEDES_LABEL
from jujur.forms.identity import Filled, Identity
from jujur.forms.workbook import write_workbook
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.config_dir() / "pagar-alam")
FORM, EVENTS = DESK.forms["pungut_hitung"], DESK.forms["kejadian"]
IDENTITY = Identity(
    desk_id="pagar-alam",
    government="PEMERINTAH KOTA PAGAR ALAM",
    desk_name="Desk Pemilu dan Pilkada",
    election="Pemilu 2024",
    area_code="16.72.04",
    area_name="Dempo Selatan",
    period="2024-02-14",
    period_label="Rabu, 14 Februari 2024",
    due_label="Rabu, 14 Februari 2024 pukul 19.00 WIB",
    is_demonstration=True,
)
UNITS = [
    {
        "kode_tps": f"167204100200{n}",
        "kode_kelurahan": "16.72.04.1002",
        "kelurahan": "Lubuk Buntak",
        "tps": f"00{n}",
    }
    for n in (1, 2)
]


def sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def below_header(sheet: Any, label: str) -> Mapping[str, Any]:
    rows = rows_of(sheet)
    at = next(index for index, row in enumerate(rows) if label in row)
    return {name: rows[at + 1][column] for column, name in enumerate(rows[at]) if name}


def test_same_arguments_make_the_same_bytes() -> None:
    assert write_workbook(FORM, UNITS, IDENTITY) == write_workbook(FORM, UNITS, IDENTITY)


def test_a_workbook_does_not_say_when_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(write_workbook(FORM, UNITS, IDENTITY))) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert b"2024-01-01T00:00:00Z</dcterms:created>" in archive.read("docProps/core.xml")


def test_codes_are_text_with_their_zeros() -> None:
    row = below_header(sheets(write_workbook(FORM, UNITS, IDENTITY))["Isian"], "Kode TPS")
    assert (row["Kode TPS"], row["TPS"]) == ("1672041002001", "001")


def test_blank_is_not_zero() -> None:
    filled = Filled(rows=[{"suara_sah": 0}, {}])
    rows = rows_of(sheets(write_workbook(FORM, UNITS, IDENTITY, filled))["Isian"])
    at = next(index for index, row in enumerate(rows) if "Kode TPS" in row)
    column = rows[at].index("Sah")
    assert [rows[at + 1][column], rows[at + 2][column]] == [0, None]


def test_identity_is_hidden_and_again_in_plain_sight() -> None:
    book = sheets(write_workbook(FORM, UNITS, IDENTITY))
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == ["Petunjuk", "Isian"]
    assert dict(rows_of(book["_identitas"])) == {
        "formulir": "pungut_hitung",
        "versi": "1",
        "kode_wilayah": "16.72.04",
        "masa_laporan": "2024-02-14",
        "desk": "pagar-alam",
    }
    text = " ".join(str(value) for row in rows_of(book["Isian"])[:10] for value in row if value)
    for shown in (
        "16.72.04 Dempo Selatan",
        "Rabu, 14 Februari 2024",
        "19.00 WIB",
        SUPERSEDES_LABEL,
        "DEMONSTRASI",
    ):
        assert shown in text


def test_only_what_the_team_fills_in_is_unlocked() -> None:
    sheet = sheets(write_workbook(FORM, UNITS, IDENTITY))["Isian"]
    assert sheet.protection.sheet
    header = next(row for row in sheet.iter_rows() if row[0].value == "Kode TPS")
    below = sheet[header[0].row + 1]
    unlocked = [not cell.protection.locked for cell in below]
    assert unlocked == [not column.is_prefilled for column in FORM.columns]


def test_every_count_has_a_limit_and_every_choice_a_list() -> None:
    sheet = sheets(write_workbook(EVENTS, (), IDENTITY))["Isian"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    choices = [column for column in EVENTS.columns if column.choices]
    assert len(lists) == len(choices) + 1, "the choices and NIHIL"
    limits = sheets(write_workbook(FORM, UNITS, IDENTITY))["Isian"].data_validations.dataValidation
    whole = [rule for rule in limits if rule.type == "whole"]
    assert len(whole) == len(FORM.counts)
    assert {(rule.formula1, rule.formula2, rule.errorStyle) for rule in whole} == {("0", "9999", "warning")}
    assert all(0 < len(rule.error) <= 255 for rule in whole)


def test_page_is_a4_landscape_with_the_header_on_every_page() -> None:
    sheet = sheets(write_workbook(FORM, UNITS, IDENTITY))["Isian"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows is not None
    assert sheet.freeze_panes is not None


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "@SUM(A1)", "http://example.org"])
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    sheet = sheets(write_workbook(EVENTS, (), IDENTITY, Filled(rows=[{"uraian": text}])))["Isian"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_nil_can_be_confirmed_in_plain_sight_on_event_forms_only() -> None:
    def labels(content: bytes) -> str:
        return " ".join(str(row[0]) for row in rows_of(sheets(content)["Isian"])[:12])

    assert NIL_LABEL in labels(write_workbook(EVENTS, (), IDENTITY))
    assert NIL_LABEL not in labels(write_workbook(FORM, UNITS, IDENTITY))
