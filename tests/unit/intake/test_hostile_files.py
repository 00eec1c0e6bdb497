"""Crafted and broken files: one sentence each, and nobody else is hurt."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from scripts.demo_inputs import identity_for, prefill_stations

from jujur import intake
from jujur.domain.errors import UnreadableFile
from jujur.domain.submissions import Reading
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.intake import supervision
from jujur.intake.limits import Limits
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.config_dir() / "pagar-alam")
MB = 1024 * 1024


def good_workbook() -> bytes:
    area = DESK.gazetteer["16.72.05"]
    units = prefill_stations(DESK, area)[:5]
    return write_workbook(
        DESK.forms["pungut_hitung"], units, identity_for(DESK, area), Filled(rows=[{"suara_sah": 7}])
    )


GOOD = good_workbook()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def bomb() -> bytes:
    """200 MB of blanks in 200 KB."""
    return zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (200 * MB)})


def killer() -> bytes:
    """A cell outside the grid: calamine aborts the whole process."""
    sheet = (
        b'<worksheet><sheetData><row r="1"><c r="ZZZZZZ99999999"><v>1</v></c></row></sheetData></worksheet>'
    )
    return zipped(
        {
            "xl/workbook.xml": b'<w xmlns:r="r"><n:sheets xmlns:n="n"><n:sheet name="a" r:id="x"/></n:sheets></w>',
            "xl/_rels/workbook.xml.rels": b'<R><Relationship Id="x" Target="worksheets/sheet1.xml"/></R>',
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def said(name: str, content: bytes | Path) -> str:
    (result,) = intake.read_batch([intake.FileToRead(name, "0" * 64, content)], DESK.forms)
    assert isinstance(result, UnreadableFile)
    return str(result)


def locked() -> bytes:
    """A zip whose directory says that its members are encrypted."""
    content = bytearray(zipped({"xl/workbook.xml": b"<workbook/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


CASES = [
    ("bom.xlsx", bomb, "mengembang jauh melebihi batas"),
    ("terpotong.xlsx", lambda: GOOD[:-100], "rusak atau terpotong"),
    ("separuh.xlsx", lambda: GOOD[: len(GOOD) // 2], "rusak atau terpotong"),
    ("masuk.xlsx", lambda: b"\n<!DOCTYPE html><html><body>Login</body></html>", "halaman web tanpa tabel"),
    (
        "ole.xlsx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "kata sandi",
    ),
    ("terkunci.xlsx", locked, "kata sandi"),
    ("rusak.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "rusak"),
    ("foto.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "gambar atau foto"),
    ("surat.pdf", lambda: b"%PDF-1.7\n", "dokumen PDF"),
    ("kosong.xlsx", lambda: b"  \n", "kosong"),
    ("arsip.xlsx", lambda: zipped({"laporan.xlsx": GOOD}), "arsip"),
    ("surat.xlsx", lambda: zipped({"word/document.xml": b"<w/>"}), "dokumen teks"),
    ("besar.csv", lambda: b"a" * (21 * MB), "terlalu besar"),
    ("sebaris.csv", lambda: b"kode;" + b"9" * (3 * MB), "terlalu besar"),
    ("biner.csv", lambda: bytes(range(256)), "bukan lembar kerja"),
]


@pytest.mark.parametrize(("name", "make", "words"), CASES, ids=[case[0] for case in CASES])
def test_each_gets_one_sentence_with_its_name_and_what_to_do(name, make, words) -> None:  # type: ignore[no-untyped-def]
    sentence = said(name, make())
    assert sentence.startswith(f'Berkas "{name}" ')
    assert words in sentence
    assert "; " in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_name_cannot_smuggle_lines_into_a_message() -> None:
    assert "\n" not in said("a\nBcc: x@example.org\n.xlsx", b"%PDF")


def test_a_file_that_kills_the_child_costs_only_itself() -> None:
    contents: list[bytes | Path] = [GOOD, killer(), GOOD, bomb(), GOOD]
    files = [intake.FileToRead(f"{n}.xlsx", str(n), content) for n, content in enumerate(contents)]
    kinds = [type(result) for result in intake.read_batch(files, DESK.forms)]
    assert kinds == [Reading, UnreadableFile, Reading, UnreadableFile, Reading]


def child(body: str) -> str:
    """A child program whose opening of a file is ``body``; everything around it is the real child."""
    return (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import os, time\n"
        "from jujur.intake.opener import child, sheets\n"
        "honest = sheets.read_sheets\n"
        f"def opened(content, limits):\n    if content != b'evil': return honest(content, limits)\n    {body}\n"
        "sheets.read_sheets = opened\n"
        "child.main()\n"
    )


def open_three(tmp_path: Path, program: str, limits: Limits) -> list[str]:
    for name, content in (("a", GOOD), ("b", b"evil"), ("c", GOOD)):
        (tmp_path / name).write_bytes(content)
    answers = list(supervision.open_each([tmp_path / name for name in "abc"], limits, program))
    return ["opened" if "sheets" in answer else answer["refused"] for answer in answers]


SHEET = "name='', visible=1, hidden_rows=[], hidden_columns=[], formulas=0"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("os.abort()", "crashed"),
        ("os._exit(0)", "crashed"),
        ("raise ValueError", "damaged"),
        ("bytearray(2 ** 31)", "too_large"),
        ("time.sleep(60)", "too_slow"),
        ("return [float('nan')]", "damaged"),
        (f"return [dict({SHEET}, rows=[['x'] * 1_500_000])]", "too_large"),
        (f"return [dict({SHEET}, rows=[['x' * 5_000_000]])]", "opened"),
        ("os.write(os.memfd_create('file'), b'x')", "damaged"),
        ("raise SystemExit", "damaged"),
        ("return ['a']", "crashed"),
        ("return 1", "crashed"),
        ("child.json.dumps = lambda *_, **__: '{'", "crashed"),
        ("child.json.dumps = lambda *_, **__: '[' * 100_000", "crashed"),
    ],
)
def test_whatever_a_file_does_to_the_child_the_others_are_read(
    tmp_path: Path, body: str, outcome: str
) -> None:
    limits = Limits(seconds=2, answer_bytes=4 * MB)
    assert open_three(tmp_path, child(body), limits) == ["opened", outcome, "opened"]


def test_a_file_does_not_pay_for_the_one_before_it(tmp_path: Path) -> None:
    """What the first file left behind may kill the child at the second; the second is opened in a fresh one."""
    program = child("").replace("if content != b'evil': return honest(content, limits)", "opened.count += 1")
    program = program.replace("sheets.read_sheets = opened", "opened.count = 0\nsheets.read_sheets = opened")
    program = program.replace(
        "opened.count += 1", "opened.count += 1\n    if opened.count == 2: os.abort()\n    return []"
    )
    assert open_three(tmp_path, program, Limits(seconds=5)) == ["opened", "opened", "opened"]


def test_what_a_parser_prints_does_not_garble_the_answers(tmp_path: Path) -> None:
    """Neither through Python nor past it."""
    body = "print('WARNING', flush=True); os.write(1, b'WARNING'); return []"
    assert open_three(tmp_path, child(body), Limits(seconds=5)) == ["opened", "opened", "opened"]


def test_of_a_long_text_only_the_beginning_leaves_the_child(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"kode;uraian\n1;" + b"\n1;".join([b"x" * 90_000] * 12))
    (answer,) = supervision.open_each([tmp_path / "a"], Limits())
    fault = answer["sheets"][0]["rows"][1][1]["e"]
    assert (len(fault) < 300, fault[:3], "90000 huruf" in fault) == (True, "xxx", True)


def test_a_slow_file_is_not_waited_for_twice(tmp_path: Path) -> None:
    program = child("time.sleep(60)").replace("child.main()", "os.write(2, b'.')\nchild.main()")
    with (tmp_path / "errors").open("wb") as errors, pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervision, "child_errors", errors)
        assert open_three(tmp_path, program, Limits(seconds=2)) == ["opened", "too_slow", "opened"]
    # The first child, and the one that goes on after the slow file.
    assert (tmp_path / "errors").read_bytes() == b".."


def test_a_busy_child_is_ended_by_its_processor_time(tmp_path: Path) -> None:
    started = time.monotonic()
    assert open_three(tmp_path, child("\n    while True: pass"), Limits(seconds=2))[1] in (
        "too_slow",
        "crashed",
    )
    assert time.monotonic() - started < 15


def test_the_child_sees_no_environment_and_may_leave_no_core(tmp_path: Path) -> None:
    found = "rows=[dict(os.environ), resource.getrlimit(resource.RLIMIT_CORE)]"
    body = f"import resource; return [dict({SHEET}, {found})]"
    (tmp_path / "b").write_bytes(b"evil")
    (answer,) = supervision.open_each([tmp_path / "b"], Limits(), child(body))
    environment, core = answer["sheets"][0]["rows"]
    assert set(environment) <= {"LANG", "LC_CTYPE"}
    assert core == [0, 0]


def test_a_missing_file_is_refused_and_not_raised(tmp_path: Path) -> None:
    assert "rusak" in said("hilang.xlsx", tmp_path / "hilang.xlsx")


def test_one_file_is_raised_to_the_caller() -> None:
    with pytest.raises(UnreadableFile, match=r'Berkas "surat\.pdf" adalah dokumen PDF'):
        intake.read_submission(b"%PDF", "0" * 64, DESK.forms, name="surat.pdf")
