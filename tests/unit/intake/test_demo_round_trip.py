"""What the demonstration's teams send is what the reader returns, held against a count of the standard library only."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest
from scripts.demo_inputs import DemoFile, make_inputs

from jujur import intake
from jujur.domain.cells import CellState
from jujur.domain.errors import UnreadableFile
from jujur.domain.submissions import Reading
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.config_dir() / "pagar-alam")
FIGURES = places.config_dir() / "pagar-alam" / "demonstrasi" / "pemilu2024_tps.csv"
COUNTED = ("pemilih_", "pengguna_", "suara_")


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[DemoFile, Reading]]:
    made = make_inputs(tmp_path_factory.mktemp("demo"), DESK)
    files = [intake.FileToRead(file.file_name, sha256(file.path), file.path) for file in made]
    read = intake.read_batch(files, DESK.forms, places=DESK.places)
    assert not [reading for reading in read if isinstance(reading, UnreadableFile)]
    return [(file, reading) for file, reading in zip(made, read, strict=True) if isinstance(reading, Reading)]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def station_readings(readings: list[tuple[DemoFile, Reading]]) -> dict[str, Reading]:
    """One reading a kecamatan; the duplicate is another test's."""
    return {
        r.claims.area_code or "": r
        for file, r in readings
        if r.form_id == "pungut_hitung" and "ulang" not in file.file_name
    }


def truth() -> list[dict[str, str]]:
    with FIGURES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_all_494_rows_come_back(readings: list[tuple[DemoFile, Reading]]) -> None:
    found = {area: len(reading.rows) for area, reading in station_readings(readings).items()}
    assert found == dict(Counter(row["kode_kecamatan"] for row in truth()))
    assert found == {"16.72.01": 139, "16.72.02": 174, "16.72.03": 83, "16.72.04": 48, "16.72.05": 50}


def test_232_stations_come_back_without_a_single_figure(readings: list[tuple[DemoFile, Reading]]) -> None:
    expected = Counter(
        row["kode_kecamatan"]
        for row in truth()
        if not any(row[name] for name in row if name.startswith(COUNTED))
    )
    counts = [column.name for column in DESK.forms["pungut_hitung"].counts]
    found = {
        area: sum(
            all(row.cells[name].state is CellState.TIDAK_DIISI for name in counts) for row in reading.rows
        )
        for area, reading in station_readings(readings).items()
    }
    assert found == dict(expected)
    assert found == {"16.72.01": 86, "16.72.02": 70, "16.72.03": 36, "16.72.04": 28, "16.72.05": 12}


def test_every_figure_is_the_one_in_the_file(readings: list[tuple[DemoFile, Reading]]) -> None:
    rows = {
        row.text("kode_tps"): row for reading in station_readings(readings).values() for row in reading.rows
    }
    for line in truth():
        row = rows[line["kode_tps_kpu"]]
        assert (row.text("tps"), row.text("kode_kelurahan")) == (line["tps"], line["kode_kelurahan"])
        for name, text in line.items():
            if name.startswith(COUNTED):
                cell = row.cells[name]
                assert cell.raw == text
                assert cell.value == (int(text) if text else None)


def test_zero_and_blank_stay_apart(readings: list[tuple[DemoFile, Reading]]) -> None:
    zeros = sum(text == "0" for line in truth() for name, text in line.items() if name.startswith(COUNTED))
    read = [
        cell for r in station_readings(readings).values() for row in r.rows for cell in row.cells.values()
    ]
    assert zeros > 500
    assert sum(cell.value == 0 and cell.state is CellState.NILAI for cell in read) == zeros


def test_row_id_names_file_sheet_and_row_as_the_sheet_numbers_them(
    readings: list[tuple[DemoFile, Reading]],
) -> None:
    file, reading = next((f, r) for f, r in readings if r.claims.area_code == "16.72.04")
    first = reading.rows[0]
    assert first.row_id == f"{sha256(file.path)}|Isian|{first.row_number}"
    import openpyxl

    sheet = openpyxl.load_workbook(file.path)["Isian"]
    assert sheet.cell(first.row_number, 1).value == first.text("kode_tps")


def test_same_bytes_under_two_names_make_the_same_rows(readings: list[tuple[DemoFile, Reading]]) -> None:
    twice = [(f, r) for f, r in readings if r.claims.area_code == "16.72.03"]
    assert len({sha256(file.path) for file, _ in twice}) == 1
    assert twice[0][1].rows == twice[1][1].rows
    assert twice[0][0].file_name != twice[1][0].file_name


def test_exactly_one_workbook_is_late(readings: list[tuple[DemoFile, Reading]]) -> None:
    assert [reading.claims.area_code for file, reading in readings if file.when == "late"] == ["16.72.04"]


def test_incidents_and_nil_are_told_apart(readings: list[tuple[DemoFile, Reading]]) -> None:
    events = {r.claims.area_code: r for _, r in readings if r.form_id == "kejadian"}
    assert {area: (len(r.rows), r.claims.is_nil) for area, r in events.items()} == {
        "16.72.01": (1, False),
        "16.72.02": (1, False),
        "16.72.05": (0, True),
    }
    (worst,) = events["16.72.02"].rows
    assert (worst.value("tingkat"), worst.value("masih_terbuka"), worst.value("status_verifikasi")) == (
        "berat",
        "ya",
        "menunggu",
    )
    assert worst.value("waktu_kejadian") == "2024-02-14T10:40:00+07:00"
    for area in ("16.72.01", "16.72.02"):
        assert str(events[area].rows[0].value("uraian")).startswith("DEMONSTRASI")


def test_a_workbook_of_ours_gives_no_reading_note(readings: list[tuple[DemoFile, Reading]]) -> None:
    assert {file.file_name: reading.notes for file, reading in readings if reading.notes} == {}


def test_claims_come_from_the_identity_sheet(readings: list[tuple[DemoFile, Reading]]) -> None:
    for _, reading in readings:
        claims = reading.claims
        version = DESK.forms[reading.form_id or ""].version
        assert (claims.form_version, claims.period, claims.desk) == (version, "2024-02-14", "pagar-alam")
        assert claims.supersedes is None
