"""The workbook that a team gets, looked at with another library than the one that wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from jujur.domain.forms import Column, Form
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
    days=(date(2023, 2, 14), date(2025, 2, 13)),
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


all_forms = pytest.mark.parametrize("form", DESK.forms.values(), ids=lambda form: str(form.id))


def known(form: Form) -> list[dict[str, str]]:
    """Units for the forms that have rows of their own."""
    return [] if form.is_event else UNITS


def member(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


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
        "versi": str(FORM.version),
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


def limits_of(form: Form, lists: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """The dropdown or limit of every column."""
    sheet = sheets(write_workbook(form, known(form), IDENTITY, lists=lists))["Isian"]
    header = next(row for row in sheet.iter_rows() if row[0].value == form.columns[0].label)
    first = header[0].row + 1
    found = {}
    for rule in sheet.data_validations.dataValidation:
        for cells in rule.sqref.ranges:
            if cells.min_row == first:
                found[form.columns[cells.min_col - 1].name] = rule
    return found


@all_forms
def test_every_column_that_can_be_checked_has_a_limit_that_warns_and_never_walls(form: Form) -> None:
    limits = limits_of(form)
    for column in form.data_columns:
        if column.choices:
            assert limits[column.name].type == "list"
        elif column.kind in ("count", "decimal", "date", "time"):
            assert limits[column.name].type == "custom"
        else:
            continue
        assert limits[column.name].errorStyle == "warning"
        assert 0 < len(limits[column.name].error) <= 255
        assert column.label[:20] in limits[column.name].error
    assert not [name for name in limits if form.column(name).is_prefilled]


@all_forms
def test_marks_are_let_through_and_offered(form: Form) -> None:
    book = sheets(write_workbook(form, known(form), IDENTITY))
    offered = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book["_daftar"].columns
    }
    limits = limits_of(form)
    for column in form.data_columns:
        if column.choices:
            assert offered[column.label][: len(column.choices)] == list(column.choices)
            assert {"tidak berlaku", "tidak dapat diakses", "tidak tahu"} <= set(offered[column.label])
        elif column.kind in ("count", "decimal", "date", "time"):
            for mark in ("x", "#", "?", "tidak berlaku", "tidak dapat diakses"):
                assert f'="{mark}"' in limits[column.name].formula1


def test_a_count_is_a_whole_number_in_a_range_that_fits_its_unit() -> None:
    assert "<=9999," in limits_of(FORM)["suara_sah"].formula1
    assert "<=999999," in limits_of(DESK.forms["rekapitulasi"])["suara_sah"].formula1


def test_a_date_is_a_date_that_shows_its_month_in_letters() -> None:
    """Where a program takes 03/02 for the second of March, the team can see it."""
    form = DESK.forms["tindak_lanjut"]
    filled = Filled(rows=[{"tanggal_asal": "2024-02-07", "batas_waktu": "segera"}])
    row = below_header(sheets(write_workbook(form, (), IDENTITY, filled))["Isian"], "Nomor butir")
    assert (row["Tanggal asal"], row["Batas waktu"]) == (datetime(2024, 2, 7), "segera")
    sheet = sheets(write_workbook(form, (), IDENTITY, filled))["Isian"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == datetime(2024, 2, 7)]
    assert "mmm" in cell.number_format
    first, last = (str((day - date(1899, 12, 30)).days) for day in IDENTITY.days)
    assert f">={first}," in limits_of(form)["tanggal_asal"].formula1
    assert f"<={last}" in limits_of(form)["tanggal_asal"].formula1


def test_canonical_values_are_written_as_a_person_would_type_them() -> None:
    form = DESK.forms["kesiapan"]
    row = below_header(
        sheets(write_workbook(form, UNITS, IDENTITY, Filled(rows=[{"jarak_km": "12.5"}])))["Isian"],
        "Kode TPS",
    )
    assert row["Jarak dari kantor kecamatan (km)"] == 12.5
    filled = Filled(rows=[{"waktu_buka": "07:15", "waktu_selesai_hitung": "2024-02-14T21:30:00+07:00"}])
    row = below_header(sheets(write_workbook(FORM, UNITS, IDENTITY, filled))["Isian"], "Kode TPS")
    assert (row["Dibuka"], row["Selesai menghitung"]) == ("07.15", "14 Februari 2024 pukul 21.30")


@pytest.mark.parametrize("text", ["2024-02-31", "12,5 km", "1234567890.1234567", "25:99"])
def test_what_is_not_canonical_is_left_alone(text: str) -> None:
    form = Form(
        "x", 1, "X", "kecamatan", True, tuple(Column(k, f"Kolom {k}", k) for k in ("decimal", "date", "time"))
    )
    filled = Filled(rows=[{column.name: text for column in form.columns}])
    row = below_header(sheets(write_workbook(form, (), IDENTITY, filled))["Isian"], "Kolom date")
    assert set(row.values()) == {text}


def test_structure_of_the_book_is_protected() -> None:
    book = sheets(write_workbook(FORM, UNITS, IDENTITY))
    assert book.security.lockStructure
    assert all(sheet.protection.sheet and sheet.protection.password is None for sheet in book)


def test_rows_grow_with_their_text() -> None:
    """A height that was set by hand would cut a long account off, on screen and on paper."""
    content = write_workbook(EVENTS, (), IDENTITY, Filled(rows=[{"uraian": "panjang " * 40}]))
    sheet = sheets(content)["Isian"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("panjang")]
    heights = sheet.row_dimensions
    assert heights[cell.row].height > 3 * heights[cell.row + 1].height
    (opened,) = re.findall(rf'<row r="{cell.row}"[^>]*>', member(content, "xl/worksheets/sheet2.xml"))
    assert "customHeight" not in opened


def test_page_is_a4_landscape_with_the_header_on_every_page() -> None:
    sheet = sheets(write_workbook(FORM, UNITS, IDENTITY))["Isian"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows is not None
    assert sheet.freeze_panes is not None


DANGEROUS = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    "http://example.org",
    "mailto:a@b",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    """Wherever a text comes from: a team, an area's name, the desk's own words, a list, an item that is carried on."""
    form = replace(
        EVENTS,
        title=text,
        instructions=(text,),
        columns=tuple(replace(column, label=f"{text} {column.name}", note=text) for column in EVENTS.columns),
    )
    identity = replace(
        IDENTITY, government=text, desk_name=text, election=text, area_code=text, area_name=text, desk_id=text,
        period=text, period_label=text, due_label=text,
    )  # fmt: skip
    filled = Filled(rows=[dict.fromkeys((column.name for column in form.columns), text)], supersedes=text)
    content = write_workbook(form, [{"uraian": text}], identity, filled, {"kode_kelurahan": [text]})
    for name in ("Petunjuk", "Isian", "_daftar", "_identitas"):
        cells = [cell for row in sheets(content)[name].iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not [cell for cell in cells if cell.hyperlink]
        assert all(cell.number_format == "@" for cell in cells if cell.value == text), (
            "still a text when edited"
        )
    kept = [cell for row in sheets(content)["Isian"].iter_rows() for cell in row if cell.value == text]
    assert len(kept) > len(form.columns)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                assert not re.search(r"<f[ >]|<hyperlink|t=\"str\"", archive.read(part).decode())
                assert set(re.findall(r'<c [^>]*t="(\w+)"', archive.read(part).decode())) <= {"s"}
        assert "xl/externalLinks" not in " ".join(archive.namelist())


def test_a_footer_takes_an_ampersand_for_what_it_is() -> None:
    identity = replace(IDENTITY, area_name="A&P", period_label="x" * 300)
    footer = member(write_workbook(FORM, UNITS, identity), "xl/worksheets/sheet2.xml")
    (text,) = re.findall("<oddFooter>(.*?)</oddFooter>", footer)
    text = unescape(text)
    assert "A&&P" in text
    assert len(text) <= 255
    assert text.endswith("Halaman &P dari &N")


@all_forms
def test_print_is_never_smaller_than_seven_points(form: Form) -> None:
    """Labels have 9 points; a form too wide goes over pages that repeat what names the row."""
    sheet = sheets(write_workbook(form, known(form), IDENTITY))["Isian"]
    width = sum(
        sheet.column_dimensions[get_column_letter(n + 1)].width * 7 * 0.75 for n in range(len(form.columns))
    )
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    if sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage:
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert 9 * (842 - 58) / width >= 7
    else:
        assert 9 * sheet.page_setup.scale / 100 >= 7
        assert sheet.print_title_cols == f"$A:${get_column_letter(sum(c.is_prefilled for c in form.columns))}"
    assert sheet.print_title_rows


@all_forms
def test_the_guide_explains_every_column_and_every_mark(form: Form) -> None:
    cells = [
        cell for row in sheets(write_workbook(form, known(form), IDENTITY))["Petunjuk"].values for cell in row
    ]
    text = "\n".join(str(cell) for cell in cells if cell)
    for word in (
        "(kosong)",
        "tidak berlaku",
        "tidak dapat diakses",
        "tidak tahu",
        "NIHIL",
        IDENTITY.due_label,
    ):
        assert word in text
    assert all(instruction in text for instruction in form.instructions)
    assert all(column.label in text for column in form.columns)


def test_nil_can_be_confirmed_in_plain_sight_on_event_forms_only() -> None:
    def labels(content: bytes) -> str:
        return " ".join(str(row[0]) for row in rows_of(sheets(content)["Isian"])[:12])

    assert NIL_LABEL in labels(write_workbook(EVENTS, (), IDENTITY))
    assert NIL_LABEL not in labels(write_workbook(FORM, UNITS, IDENTITY))
