"""Resending, correcting, contradicting: what a second file may and may not change (P11, P25, V29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.days import CUT_OFF, DUE, receive_files, start_desk, timed

from jujur.domain.figures import Figure
from jujur.domain.periods import to_text
from jujur.operations import receive as receiving
from jujur.operations.desk import open_desk
from jujur.operations.initialise import shift_clock
from jujur.operations.inquire import rows_by_bin
from jujur.operations.known import compute_all
from jujur.record import ledger

TENGAH = "tim.16-72-05"


@pytest.fixture
def desk_home(home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk on its eve, once on SQLite and once on PostgreSQL."""
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, DUE - timedelta(minutes=40), "uji")
    return home


def book(workbooks: list[Any], team_id: str) -> Path:
    return next(file.path for file in workbooks if file.team_id == team_id and "Laporan" in file.file_name)


def edited(source: Path, target: Path, changes: dict[str, Any], supersedes: str = "") -> Path:
    """A copy of a workbook in which somebody typed: {cell: value} on the entry sheet."""
    workbook = openpyxl.load_workbook(source)
    sheet = workbook["Isian"]
    for cell, value in changes.items():
        sheet[cell] = value
    if supersedes:
        sheet[correction_cell(sheet)] = supersedes
    workbook.save(target)
    return target


def correction_cell(sheet: Any) -> str:
    """The cell right of the label that asks which submission is corrected."""
    for row in sheet.iter_rows(max_row=15):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.lower().startswith("perbaikan atas kiriman"):
                beside = next(
                    item for item in row if item.column > cell.column and not hasattr(item, "_merged")
                )
                while type(beside).__name__ == "MergedCell":
                    beside = sheet.cell(beside.row, beside.column + 1)
                return beside.coordinate
    raise AssertionError("the workbook has no cell for corrections")


def first_filled(path: Path, column: str = "Sah") -> tuple[str, int]:
    """Coordinate and value of the first filled cell below a header."""
    sheet = openpyxl.load_workbook(path)["Isian"]
    header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == column)
    for row in range(header.row + 1, sheet.max_row + 1):
        cell = sheet.cell(row, header.column)
        if isinstance(cell.value, int):
            return cell.coordinate, cell.value
    raise AssertionError("nothing is filled in")


def state_at(as_of: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.publish_slots[0]
        # Without the instant at which they were known: two of them are compared.
        figures = {
            key: replace(figure, cut_off_at=None)
            for key, figure in compute_all(desk, session, slot, as_of).items()
        }
        return figures, rows_by_bin(desk, session, to_text(slot.starts_at), to_text(as_of))


def test_resending_changes_nothing_but_the_duplicate_bin(desk_home: Path, workbooks: list[Any]) -> None:
    path = book(workbooks, TENGAH)
    receive_files([(path, TENGAH, DUE - timedelta(minutes=30))])
    before, bins_before = state_at(CUT_OFF)
    receive_files([(path, TENGAH, DUE - timedelta(minutes=20))])
    after, bins_after = state_at(CUT_OFF)
    changed = {key for key in before if before[key] != after[key]}
    assert {key.partition("/")[2] for key in changed} == {"rows_received", "rows_duplicate"}
    assert bins_after["16.72.05"]["duplicate"] - bins_before["16.72.05"]["duplicate"] == 50


def timeless(found: dict[str, Figure]) -> dict[str, Figure]:
    """Figures apart from when they were asked for, and from how old their data was then."""
    return {
        key: replace(one, cut_off_at=None)
        for key, one in found.items()
        if not one.name.startswith("data_age_")
    }


def test_conflicting_versions_are_both_held(desk_home: Path, workbooks: list[Any], tmp_path: Path) -> None:
    path = book(workbooks, TENGAH)
    cell, value = first_filled(path)
    receive_files([(path, TENGAH, DUE - timedelta(minutes=30))])
    before, _ = state_at(CUT_OFF)
    nicer = edited(path, tmp_path / "lebih bagus.xlsx", {cell: value + 1})
    receive_files([(nicer, TENGAH, DUE - timedelta(minutes=20))])
    after, bins = state_at(CUT_OFF)
    assert after["16.72.05/tps_used"].k == before["16.72.05/tps_used"].k - 1
    assert bins["16.72.05"]["duplicate"] == 49
    assert bins["16.72.05"]["held"] == 12  # ten break rules, and the two versions
    # What was known before the second file came is still what was known then.
    assert timeless(state_at(DUE - timedelta(minutes=25))[0]) == timeless(before)


def test_declared_correction_supersedes(desk_home: Path, workbooks: list[Any], tmp_path: Path) -> None:
    path = book(workbooks, TENGAH)
    cell, value = first_filled(path)
    (first,) = receive_files([(path, TENGAH, DUE - timedelta(minutes=30))])
    votes_cell, total = first_filled(path, "Sah + tidak sah")
    users = [
        (coordinate, found)
        for coordinate, found in [first_filled(path, "Sah + tidak sah")]
        if coordinate == votes_cell and found == total
    ]
    assert users
    fixed = edited(path, tmp_path / "perbaikan.xlsx", {cell: value - 1}, supersedes=first)
    (second,) = receive_files([(fixed, TENGAH, DUE - timedelta(minutes=20))])
    _, bins = state_at(CUT_OFF)
    assert bins["16.72.05"]["superseded"] > 0
    with open_desk() as desk, desk.database.reading() as session:
        row = session.row("reading_by_id", submission_id=second)
    assert row is not None
    assert row["supersedes"] == first


def test_another_teams_area_is_out_of_scope(desk_home: Path, workbooks: list[Any]) -> None:
    receive_files([(book(workbooks, TENGAH), "tim.16-72-01", DUE - timedelta(minutes=30))])
    figures, bins = state_at(CUT_OFF)
    assert bins["16.72.05"]["out_of_scope"] == 50
    assert figures["16.72.05/tps_on_time"].k == 0


def test_a_strangers_rows_are_held(desk_home: Path, workbooks: list[Any]) -> None:
    receive_files([(book(workbooks, TENGAH), "orang@tak-dikenal.example.org", DUE - timedelta(minutes=30))])
    assert state_at(CUT_OFF)[1]["16.72.05"]["held"] == 50


def test_a_report_from_before_its_period_is_held(desk_home: Path, workbooks: list[Any]) -> None:
    receive_files([(book(workbooks, TENGAH), TENGAH, DUE - timedelta(days=1))])
    figures, bins = state_at(CUT_OFF)
    # Twelve rows say nothing; there is nothing in them to hold, and nothing to report either.
    assert (bins["16.72.05"]["held"], bins["16.72.05"]["accepted"]) == (38, 12)
    assert (figures["16.72.05/tps_not_received"].k, figures["16.72.05/coverage"].k) == (50, 0)
    assert figures["16.72.05/tps_used"].k == 0


def test_an_unreadable_file_is_kept_and_explained(desk_home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    (submission_id,) = receive_files([(broken, TENGAH, DUE - timedelta(minutes=30))])
    with open_desk() as desk, desk.database.reading() as session:
        reading = session.row("reading_by_id", submission_id=submission_id)
        submission = session.row("submission_by_id", submission_id=submission_id)
        assert reading is not None
        assert submission is not None
        assert desk.raw.get(submission["sha256"]) == broken.read_bytes()
    assert reading["outcome"] == "unreadable"
    assert "rusak.xlsx" in reading["message"]
    assert "Traceback" not in reading["message"]


@pytest.mark.parametrize("batches", [2, 9])
def test_what_is_known_does_not_depend_on_batches(
    received_day: Path, home: Path, workbooks: list[Any], monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    receive_files(timed(workbooks), batches=batches)
    moments = [DUE - timedelta(minutes=25, seconds=30), DUE, CUT_OFF]
    here = [state_at(moment) for moment in moments]
    monkeypatch.setenv("JUJUR_HOME", str(received_day))
    assert here == [state_at(moment) for moment in moments]


def test_inbox_files_are_taken_once_even_after_a_crash(
    desk_home: Path, workbooks: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    path = book(workbooks, TENGAH)
    target = desk_home / "inbox" / TENGAH / "laporan.xlsx"
    target.write_bytes(path.read_bytes())
    os.utime(target, (1, 1))

    def crash(*_: object) -> None:
        raise RuntimeError("the machine died here")

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_put_away", crash)
        with pytest.raises(RuntimeError):
            receiving.collect_inbox()
    assert target.exists()
    taken = receiving.collect_inbox()
    assert not target.exists()
    assert receiving.validate_batch(taken) == taken
    with open_desk() as desk, desk.database.reading() as session:
        assert len(session.rows("submissions")) == 1
        assert ledger.verify(session) > 0


def test_partial_files_stay_in_the_inbox(desk_home: Path) -> None:
    growing = desk_home / "inbox" / TENGAH / "masih ditulis.xlsx"
    growing.write_bytes(b"PK")
    assert receiving.collect_inbox() == []
    assert growing.exists()


def test_files_judged_out_of_order_are_never_counted_twice(
    desk_home: Path, workbooks: list[Any], tmp_path: Path
) -> None:
    path = book(workbooks, TENGAH)
    cell, value = first_filled(path)
    nicer = edited(path, tmp_path / "lebih bagus.xlsx", {cell: value + 1})
    receive_files([(nicer, TENGAH, DUE - timedelta(minutes=20))])
    receive_files([(path, TENGAH, DUE - timedelta(minutes=30))])
    figures, bins = state_at(CUT_OFF)
    assert bins["16.72.05"]["held"] == 12
    assert figures["16.72.05/tps_used"].k == 27


def test_an_earlier_file_that_still_waits_is_judged_first(desk_home: Path, workbooks: list[Any]) -> None:
    from tests.days import hand_in

    from jujur.operations import judging

    path = book(workbooks, TENGAH)
    with open_desk() as desk:
        early = hand_in(desk, path, TENGAH, DUE - timedelta(minutes=30))
        late = hand_in(desk, path, TENGAH, DUE - timedelta(minutes=20))
        assert judging.judge_submissions(desk, [late]) == [early, late]
        assert judging.judge_submissions(desk, [early]) == [early]
        with desk.database.reading() as session:
            bins = [
                session.rows("dispositions_of_submission:pungut_hitung", submission_id=item)
                for item in (early, late)
            ]
    assert [{row["bin"] for row in rows} for rows in bins] == [{"accepted", "held"}, {"duplicate"}]


def test_an_outage_of_the_mail_server_delays_answers_and_loses_none(
    desk_home: Path, workbooks: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from tests.mail import MailServer

    from jujur.delivery import MailUnreachable

    target = desk_home / "inbox" / TENGAH / "laporan.xlsx"
    target.write_bytes(book(workbooks, TENGAH).read_bytes())
    os.utime(target, (1, 1))
    monkeypatch.setenv("JUJUR_SMTP_URL", "smtp://127.0.0.1:1")
    taken = receiving.validate_batch(receiving.collect_inbox())
    with pytest.raises(MailUnreachable):
        receiving.reply_to_senders(taken)
    assert receiving.collect_inbox() == taken
    with MailServer() as server:
        monkeypatch.setenv("JUJUR_SMTP_URL", server.url)
        assert receiving.reply_to_senders(receiving.validate_batch(receiving.collect_inbox())) == 1
        assert receiving.collect_inbox() == []
        assert len(server.messages) == 1


def test_one_refused_answer_does_not_keep_the_others_waiting(
    desk_home: Path, workbooks: list[Any], mail: Any
) -> None:
    from jujur.domain.errors import PublicationBlocked

    ids = receive_files(timed(workbooks))
    mail.refusing.add("tim.16-72-01@example.org")
    with pytest.raises(PublicationBlocked):
        receiving.reply_to_senders(ids)
    assert len({address for address, _ in mail.messages}) == 4
