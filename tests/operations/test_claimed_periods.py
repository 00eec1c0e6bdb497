"""Which period a file belongs to: what it says itself outweighs the hour at which it came, and a guess is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.days import receive_files, start_desk

from jujur.domain.periods import WIB
from jujur.operations import template
from jujur.operations.desk import open_desk
from jujur.operations.reply_facts import describe
from jujur.operations.reply_words import verdict

TEAM, AREA, FORM, PERIOD = "tim.16-72-05", "16.72.05", "rekapitulasi", "2024-02-15"
# Past midnight, when the next day's period is open already.
NIGHT = datetime(2024, 2, 16, 1, 0, tzinfo=WIB)
HEAD = "D3"
THE_15TH, THE_16TH = "Kamis, 15 Februari 2024", "Jumat, 16 Februari 2024"


@pytest.fixture
def book(home: Path) -> Any:
    """The blank form for the 15th, one kelurahan begun."""
    start_desk()
    with open_desk() as desk:
        content = template.blank_workbook(desk, FORM, AREA, PERIOD).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    row = next(cell.row for cell in book["Isian"]["A"] if str(cell.value).startswith("16.72"))
    book["Isian"].cell(row, 3).value = "berlangsung"
    place = next(
        cell.coordinate
        for line in book["Isian"]
        for cell in line
        if str(cell.value).startswith("Masa laporan")
    )
    assert place == HEAD
    return book


def answered(path: Path, at: datetime = NIGHT) -> dict[str, Any]:
    (number,) = receive_files([(path, TEAM, at)])
    with open_desk() as desk, desk.database.reading() as session:
        answer = describe(desk, session, number)
    assert answer is not None
    return answer


def as_csv(book: Any, path: Path) -> Path:
    """As Excel saves the one sheet that is in front: without the hidden identity."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    for row in book["Isian"].iter_rows(values_only=True):
        writer.writerow(["" if value is None else value for value in row])
    path.write_text(stream.getvalue(), encoding="utf-8-sig")
    return path


def saved(book: Any, path: Path) -> Path:
    book.save(path)
    return path


def without_identity(book: Any, path: Path) -> Path:
    del book["_identitas"]
    return saved(book, path)


def told(answer: dict[str, Any], rule: str) -> list[tuple[str, str]]:
    return [(item["found"], item["expected"]) for item in answer["findings"] if item["rule_id"] == rule]


@pytest.mark.parametrize("save", [as_csv, without_identity])
@pytest.mark.parametrize(
    "words",
    [f"Masa laporan:\n{THE_15TH}", "MASA LAPORAN : 15 februari 2024", "masa laporan 2024-02-15"],
)
def test_the_period_in_plain_sight_outweighs_the_hour_of_receipt(
    book: Any, tmp_path: Path, save: Callable[[Any, Path], Path], words: str
) -> None:
    book["Isian"][HEAD] = words
    answer = answered(save(book, tmp_path / "kiriman"))
    assert (answer["outcome"], answer["period"]) == ("read", THE_15TH)
    assert told(answer, "B27") == []


def test_a_period_in_the_cell_beside_the_words_is_read(book: Any, tmp_path: Path) -> None:
    book["Isian"][HEAD] = None
    book["Isian"]["A5"], book["Isian"]["B5"] = "Masa laporan", "15 Februari 2024"
    assert answered(without_identity(book, tmp_path / "kiriman"))["period"] == THE_15TH


def test_a_file_that_says_no_period_is_told_which_one_was_taken(book: Any, tmp_path: Path) -> None:
    book["Isian"][HEAD] = None
    answer = answered(as_csv(book, tmp_path / "kiriman"))
    assert (answer["outcome"], answer["period"]) == ("read", THE_16TH)
    ((found, expected),) = told(answer, "B27")
    assert found == f"masa laporan tidak tertulis; dicatat untuk {THE_16TH}"
    assert expected == "“Masa laporan: …” di atas tabel, seperti pada formulir desk"


def test_an_own_workbook_needs_no_such_note(book: Any, tmp_path: Path) -> None:
    answer = answered(saved(book, tmp_path / "kiriman"))
    assert (answer["period"], told(answer, "B27"), told(answer, "B26")) == (THE_15TH, [], [])


@pytest.mark.parametrize("words", ["Senin, 15 Januari 2024", "pekan ini"])
def test_a_period_that_nobody_knows_is_not_replaced_by_another(book: Any, tmp_path: Path, words: str) -> None:
    book["Isian"][HEAD] = f"Masa laporan: {words}"
    answer = answered(as_csv(book, tmp_path / "kiriman"))
    assert answer["outcome"] == "unknown_period"
    ((found, expected),) = told(answer, "B26")
    assert found == f"masa laporan {words}"
    assert "2024-02-15" in expected


def test_yesterdays_workbook_with_todays_date_typed_over_it_is_of_neither(book: Any, tmp_path: Path) -> None:
    book["Isian"][HEAD] = f"Masa laporan:\n{THE_16TH}"
    answer = answered(saved(book, tmp_path / "kiriman"))
    assert answer["outcome"] == "unknown_period"
    ((found, _),) = told(answer, "B26")
    assert found == f"di atas tabel {THE_16TH}, padahal formulirnya dibuat untuk {THE_15TH}"
    assert verdict(answer) == (
        "Masa laporan berkas ini tidak dapat dipastikan atau tidak ada dalam kalender desk; belum ada baris yang diperiksa."
    )


def test_sheets_of_two_periods_in_one_file_are_of_neither(book: Any, tmp_path: Path) -> None:
    copy = book.copy_worksheet(book["Isian"])
    copy.title, copy[HEAD] = "Isian (2)", f"Masa laporan: {THE_16TH}"
    answer = answered(without_identity(book, tmp_path / "kiriman"))
    assert answer["outcome"] == "unknown_period"
    assert told(answer, "B26")[0][0] == f"masa laporan {THE_15TH} dan {THE_16TH}"
