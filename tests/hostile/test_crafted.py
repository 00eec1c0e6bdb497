"""Files made here because they are large or simple: each is read or gets one sentence, within its time and memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from jujur.intake.limits import Limits
from jujur.intake.messages import unreadable
from jujur.intake.supervision import open_each

MB = 1024 * 1024
REPORT = Path(__file__).parents[1] / "data" / "spreadsheets" / "generated" / "id_laporan_ok.xlsx"
SHEET = "xl/worksheets/sheet1.xml"
LAST_ROW = 1_048_576


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """The plain report with ``old`` replaced in one of its parts."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(REPORT) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for member in source.infolist():
            inner = source.read(member)
            assert member.filename != part or old in inner
            target.writestr(member.filename, inner.replace(old, new) if member.filename == part else inner)
    return stream.getvalue()


def with_rows(rows: bytes) -> bytes:
    return changed(SHEET, b"</sheetData>", rows + b"</sheetData>")


def styled_rows(cell: bytes) -> bytes:
    return with_rows(b"".join(b'<row r="%d" s="1"%s' % (number, cell) for number in range(14, LAST_ROW + 1)))


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def lying() -> bytes:
    """A sheet of 100 MB whose directory entry says 1,000 bytes."""
    content = bytearray(with_rows(b" " * (100 * MB)))
    entry = content.index(b"PK\x01\x02")
    while content[entry + 46 : entry + 46 + len(SHEET)] != SHEET.encode():
        entry = content.index(b"PK\x01\x02", entry + 4)
    content[entry + 24 : entry + 28] = (1_000).to_bytes(4, "little")
    return bytes(content)


def entities() -> bytes:
    levels = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(9))
    return b'<!DOCTYPE x [<!ENTITY e0 "ha">' + levels + b"]>"


def old_container_in_a_circle() -> bytes:
    """An OLE container (.xls) whose first sector follows itself."""
    content = bytearray((REPORT.parents[1] / "messytables_horror" / "simple.xls").read_bytes())
    table = 512 * (int.from_bytes(content[0x4C:0x50], "little") + 1)
    for sector in range(40):
        content[table + 4 * sector : table + 4 * sector + 4] = sector.to_bytes(4, "little")
    return bytes(content)


OPENED = {
    "12 rows, then 1,048,563 styled blank ones in short": lambda: styled_rows(b"/>"),
    "300,000 blank lines": lambda: b"TPS;DPT\n1;2\n" + b"\n" * 300_000,
    "a table in a cell in a table": lambda: b"<table><tr><td>" * 5_000 + b"<table><tr><td>1<tr><td>2</table>",
}

REFUSED = {
    "1,048,576 rows of styled blank cells": (
        lambda: styled_rows(b'><c r="A1" s="1"/><c r="B1" s="1"/></row>'),
        {"bomb"},
    ),
    "a value in the last cell of the grid": (
        lambda: with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        {"crashed", "too_large"},
    ),
    "a cell far outside the grid": (
        lambda: with_rows(b'<row r="14"><c r="ZZZZZZ99999999"><v>1</v></c></row>'),
        {"crashed", "damaged"},
    ),
    "the size of a member is a lie": (lying, {"damaged", "crashed", "too_large"}),
    "entities in a sheet": (
        lambda: changed(SHEET, b"<worksheet ", entities() + b"<worksheet "),
        {"damaged"},
    ),
    "entities in the list of sheets": (
        lambda: changed("xl/workbook.xml", b"<workbook ", entities() + b"<workbook a='&e9;' "),
        {"damaged"},
    ),
    "a zip in a zip in a zip": (lambda: zipped({"a.zip": zipped({"b.zip": b"0" * MB})}), {"archive"}),
    "three thousand members": (lambda: zipped({str(n): b"" for n in range(3_000)}), {"bomb"}),
    "an OLE container that never ends": (old_container_in_a_circle, {"damaged"}),
    "a web page of endless spans": (
        lambda: b"<table>" + b"<tr><td colspan=1000 rowspan=65534>x<td>y" * 3_000 + b"</table>",
        {"too_large"},
    ),
    "a field of 3 MB in one line": (lambda: b'a;"' + b"x" * 3_000_000 + b'"', {"too_large"}),
    "a million blank lines": (lambda: b"TPS;DPT\n1;2\n" + b"\n" * 1_000_000, {"too_large"}),
    "three million fields": (lambda: b"1;" * 3_000_000, {"too_large"}),
    "a million quotes": (lambda: b'"' * 1_000_001 + b"\n;", {"too_large", "open_quote"}),
}


def outcome(content: bytes, folder: Path) -> str:
    """What the child says of ``content``, and that it still opens the next file afterwards."""
    (folder / "a").write_bytes(content)
    (folder / "b").write_bytes(REPORT.read_bytes())
    first, second = open_each([folder / "a", folder / "b"], Limits())
    assert [len(sheet["rows"]) for sheet in second["sheets"]] == [13]
    if "refused" in first:
        assert unreadable("a.xlsx", first["refused"]).count("; ") == 1
        return str(first["refused"])
    return "opened"


@pytest.mark.parametrize("name", OPENED)
def test_it_is_opened(name: str, tmp_path: Path) -> None:
    assert outcome(OPENED[name](), tmp_path) == "opened"


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(name: str, tmp_path: Path) -> None:
    make, codes = REFUSED[name]
    assert outcome(make(), tmp_path) in codes
