"""What a file says of its own last change: read in the guarded child, and believed by nobody (P24)."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from jujur import intake
from jujur.intake import supervision


def workbook(core: bytes | None, member: str = "docProps/core.xml") -> bytes:
    """A workbook with these core properties."""
    saved = io.BytesIO()
    openpyxl.Workbook().save(saved)
    target = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            if name != "docProps/core.xml":
                copy.writestr(name, source.read(name))
        if core is not None:
            copy.writestr(member, core)
    return target.getvalue()


def modified(text: str) -> bytes:
    return f'<p><dcterms:modified xsi:type="dcterms:W3CDTF">{text}</dcterms:modified></p>'.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-14T11:22:33Z", datetime(2024, 2, 14, 11, 22, 33, tzinfo=UTC)),
        ("2024-02-14T11:22:33", datetime(2024, 2, 14, 11, 22, 33, tzinfo=UTC)),  # naive is UTC in OOXML
        ("2024-02-14T18:22:33+07:00", datetime(2024, 2, 14, 11, 22, 33, tzinfo=UTC)),
        ("1980-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("kemarin", None),
        ("", None),
    ],
)
def test_the_time_that_a_workbook_claims(text: str, expected: datetime | None) -> None:
    assert intake.claimed_times([workbook(modified(text))]) == [expected]


def test_a_local_time_of_an_open_document_is_wib() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
        archive.writestr("META-INF/manifest.xml", "<x/>")
        archive.writestr("meta.xml", "<m><dc:date>2024-02-14T18:22:33.123456789</dc:date></m>")
    assert intake.claimed_times([target.getvalue()]) == [
        datetime(2024, 2, 14, 11, 22, 33, 123456, tzinfo=UTC)
    ]


def test_files_that_say_nothing_keep_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    said = workbook(modified("2024-02-14T11:22:33Z"))
    contents = [b"", b"PK\x03\x04 rusak", b"kode,1\n", said, workbook(None), workbook(b"x" * 100_000), said]
    times = intake.claimed_times(contents)
    assert [time is not None for time in times] == [False, False, False, True, False, False, True]


def test_nothing_but_archives_starts_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "_Child", None)
    assert intake.claimed_times([b"", b"kode;jumlah\n", b"\xd0\xcf\x11\xe0"]) == [None, None, None]
    with pytest.raises(TypeError):
        intake.claimed_times([b"PK"])
