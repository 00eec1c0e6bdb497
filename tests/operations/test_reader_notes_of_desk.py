"""What only the desk can notice about a file: a correction of nothing, a period that nobody asked for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from tests.days import DUE, receive_files, start_desk

from jujur.operations.desk import open_desk
from jujur.operations.reply_facts import describe

TEAM = "tim.16-72-05"


def findings(path: Path) -> list[tuple[str, str, str]]:
    (number,) = receive_files([(path, TEAM, DUE - timedelta(minutes=30))])
    with open_desk() as desk, desk.database.reading() as session:
        answer = describe(desk, session, number)
    assert answer is not None
    return [(item["rule_id"], item["found"], item["expected"]) for item in answer["findings"]]


def sent(workbooks: list[Any]) -> Any:
    path = next(file.path for file in workbooks if file.team_id == TEAM and "Kejadian" in file.file_name)
    return openpyxl.load_workbook(path)


def test_a_correction_of_a_submission_that_does_not_exist_is_told(
    home: Path, workbooks: list[Any], tmp_path: Path
) -> None:
    start_desk()
    book = sent(workbooks)
    book["Isian"]["C4"] = "K-20240214-9999"
    book.save(tmp_path / "perbaikan.xlsx")
    told = [found for rule, found, _ in findings(tmp_path / "perbaikan.xlsx") if rule == "B25"]
    assert told == ["perbaikan atas kiriman K-20240214-9999"]


def test_a_period_that_was_not_asked_for_is_told_beside_those_that_were(
    home: Path, workbooks: list[Any], tmp_path: Path
) -> None:
    start_desk()
    book = sent(workbooks)
    book["_identitas"]["B4"] = "2024-02-07"
    book.save(tmp_path / "lama.xlsx")
    ((rule, found, expected),) = findings(tmp_path / "lama.xlsx")
    assert (rule, found) == ("B26", "masa laporan 2024-02-07")
    assert "2024-02-14" in expected
