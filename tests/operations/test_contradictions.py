"""Two versions of one row: each is told where the other one stands, and what is told is enough to settle it (V29, L03)."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.days import DUE, receive_files, start_desk

from jujur.operations import reply_words, template
from jujur.operations.desk import open_desk
from jujur.operations.reply_facts import describe

TEAM, AREA = "tim.16-72-05", "16.72.05"
FIRST_ROW, STATUS, OPENED, NUMBER = 8, "E", "AG", "C4"


@pytest.fixture
def book(home: Path) -> Any:
    start_desk()
    with open_desk() as desk:
        content = template.blank_workbook(desk, "pungut_hitung", AREA, "2024-02-14").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Isian"]
    assert (sheet[f"A{FIRST_ROW}"].value, sheet[NUMBER].protection.locked) == ("1672051001001", False)
    return book


class Team:
    """Sends the workbook again and again, a minute apart, each time with other words in the first row."""

    def __init__(self, book: Any, folder: Path) -> None:
        self.book, self.folder, self.sent = book, folder, 0

    def send(self, opened: str, corrects: str = "") -> str:
        sheet = self.book["Isian"]
        sheet[f"{STATUS}{FIRST_ROW}"], sheet[f"{OPENED}{FIRST_ROW}"] = "buka", opened
        sheet[NUMBER] = corrects or None
        self.sent += 1
        path = self.folder / f"kiriman {self.sent}.xlsx"
        self.book.save(path)
        (number,) = receive_files([(path, TEAM, DUE - timedelta(minutes=60 - self.sent))])
        return number


def answer_to(number: str) -> dict[str, Any]:
    with open_desk() as desk, desk.database.reading() as session:
        answer = describe(desk, session, number)
    assert answer is not None
    return answer


def contradictions(number: str) -> list[str]:
    return [item["found"] for item in answer_to(number)["findings"] if item["rule_id"] == "V29"]


def fate(number: str) -> str:
    """The bin of the first row now."""
    rows = answer_to(number)["dispositions"]
    return next(row["bin"] for row in rows if row["row_id"].endswith(f"|{FIRST_ROW}"))


def test_each_of_two_versions_names_the_other(book: Any, tmp_path: Path) -> None:
    team = Team(book, tmp_path)
    one, other = team.send("07.00"), team.send("07.30")
    assert (fate(one), fate(other)) == ("held", "held")
    ((first,), (second,)) = (contradictions(one), contradictions(other))
    assert first.endswith(f" pada kiriman {other}, baris {FIRST_ROW}")
    assert second.endswith(f" pada kiriman {one}, baris {FIRST_ROW}")


def test_a_second_version_in_the_same_file_is_named_by_its_sheet(book: Any, tmp_path: Path) -> None:
    copy = book.copy_worksheet(book["Isian"])
    copy.title = "Salinan"
    copy[f"{STATUS}{FIRST_ROW}"], copy[f"{OPENED}{FIRST_ROW}"] = "buka", "07.30"
    number = Team(book, tmp_path).send("07.00")
    assert {found.partition(" pada ")[2] for found in contradictions(number)} == {
        f"lembar Isian berkas ini, baris {FIRST_ROW}",
        f"lembar Salinan berkas ini, baris {FIRST_ROW}",
    }


def test_what_is_told_is_enough_to_settle_two_corrections_of_one_report(book: Any, tmp_path: Path) -> None:
    """A reply sent back untouched by mistake, and then corrected under the same number: both correct the first report."""
    team = Team(book, tmp_path)
    first = team.send("pagi")
    untouched = team.send("pagi sekali", first)
    meant = team.send("07.30", first)
    assert (fate(untouched), fate(meant)) == ("held", "held")
    steps = " ".join(reply_words.steps(answer_to(meant), "mail"))
    assert "ganti nomor pada sel “Perbaikan atas kiriman nomor” dengan nomor kiriman yang KELIRU" in steps
    (told,) = contradictions(meant)
    assert f"kiriman {untouched}," in told
    settled = team.send("07.30", untouched)
    assert (fate(first), fate(untouched), fate(meant), fate(settled)) == (*["superseded"] * 3, "accepted")


def test_who_contradicts_nobody_is_told_of_no_other_number(book: Any, tmp_path: Path) -> None:
    assert "KELIRU" not in " ".join(reply_words.steps(answer_to(Team(book, tmp_path).send("pagi")), "mail"))
