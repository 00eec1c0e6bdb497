"""Cells merged downwards, in every kind of workbook."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from jujur import intake
from jujur.domain.cells import CellState
from jujur.domain.submissions import Reading
from jujur.intake.opener import workbook_marks
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.desk_dir())
FOLDER = Path(__file__).resolve().parents[2] / "data" / "libreoffice"


@pytest.fixture(params=["xlsx", "ods", "xls"])
def reading(request: pytest.FixtureRequest) -> Reading:
    path = FOLDER / f"gabungan.{request.param}"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    file = intake.FileToRead(path.name, digest, path, "16.72.05")
    (read,) = intake.read_batch([file], DESK.forms, places=DESK.places)
    assert isinstance(read, Reading)
    return read


def test_a_kelurahan_beside_several_stations_is_that_of_each(reading: Reading) -> None:
    assert [(row.row_number, row.text("kode_tps")) for row in reading.rows] == [
        (2, "1672051001001"),
        (3, "1672051001002"),
        (5, "1672051008001"),
        (6, "1672051008002"),
        (7, "1672051008003"),
    ]
    # The merged cell reaches over a row without anything in it, which stays blank.
    assert max(note.row_number or 0 for note in reading.notes) < 8


def test_a_figure_over_two_stations_is_the_figure_of_neither(reading: Reading) -> None:
    cells = [row.cells["pemilih_dpt_j"] for row in reading.rows]
    assert [cell.value for cell in cells] == [200, 210, None, None, None]
    assert cells[2].state is CellState.DITAHAN
    assert cells[2].raw == "190 (satu sel untuk 2 baris)"
    assert cells[3].state is CellState.TIDAK_DIISI
    assert [row.count("suara_sah") for row in reading.rows] == [150, 160, 140, 130, None]


def test_totals_beside_merged_cells_stay_totals(reading: Reading) -> None:
    assert [note.row_number for note in reading.notes if note.code == "SUBTOTAL"] == [4]


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        (
            b'<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2:B9"/></mergeCells>',
            [(1, 1, 8, 1)],
        ),
        (b'<x:mergeCells><x:mergeCell ref="$A$3:$A$4"></x:mergeCell></x:mergeCells>', [(2, 0, 2, 1)]),
        (b"<mergeCells/>", []),
        (b"<sheetData/>", []),
    ],
)
def test_merged_cells_of_a_sheet(xml: bytes, found: list[tuple[int, int, int, int]]) -> None:
    assert workbook_marks._merged(b"<worksheet>" + xml + b"</worksheet>") == found
