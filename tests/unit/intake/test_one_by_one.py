"""Files that come one at a time and are opened in one child: what replies are read back with."""

from __future__ import annotations

from pathlib import Path

import pytest

from jujur import intake
from jujur.intake import supervision
from jujur.intake.limits import Limits

GOOD = b"kode;nama\n16.72.01;Pagar Alam Utara\n"
# Tells of its start on stderr, and dies of a file that begins with "evil".
DIES = """
import os, sys; sys.path.insert(0, sys.argv[1])
from jujur.intake.opener import child, sheets
honest = sheets.read_sheets
def read(content, limits):
    if content.startswith(b"evil"):
        os._exit(3)
    return honest(content, limits)
sheets.read_sheets = read
os.write(2, b".")
child.main()
"""


def opened(opener: supervision.Opener, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    answer = opener.open(path)
    return "opened" if "sheets" in answer else str(answer["refused"])


def test_one_child_opens_them_all_and_a_deadly_file_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "starts").open("wb") as starts:
        monkeypatch.setattr(supervision, "child_errors", starts)
        with supervision.Opener(Limits(), DIES) as opener:
            told = [
                opened(opener, tmp_path / "a", content) for content in (GOOD, GOOD, b"evil", GOOD, b"%PDF-")
            ]
    assert told[:4] == ["opened", "opened", "crashed", "opened"]
    assert told[4] not in ("opened", "crashed")
    # One for the first two, one in which the deadly file is tried again, one for the rest.
    assert (tmp_path / "starts").read_bytes() == b"..."


def test_the_sheets_come_back_or_nothing_does() -> None:
    with intake.SheetOpener() as opener:
        sheets = opener.open(GOOD)
        assert sheets is not None
        assert sheets[0]["rows"][1] == ["16.72.01", "Pagar Alam Utara"]
        assert opener.open(b"%PDF-1.4") is None
        assert opener.open(GOOD) == sheets


def test_an_unused_opener_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "_Child", None)
    with intake.SheetOpener():
        pass
