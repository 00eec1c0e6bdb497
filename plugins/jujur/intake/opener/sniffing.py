"""What a file is, by its first bytes and its directory; the extension is never trusted."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from jujur.intake.limits import Limits
from jujur.intake.opener.refusal import Refusal

Kind = Literal["xlsx", "xlsb", "ods", "xls", "csv"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "document"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<script", b"<meta")


def kind_of(content: bytes, limits: Limits) -> Kind:
    """The kind of the workbook.

    :raises Refusal: it is none, it is encrypted, or it would unpack to more than ``limits`` allow.
    """
    if not content.strip():
        raise Refusal("empty")
    if content.startswith(b"PK"):
        return _zipped_kind(content, limits)
    if content.startswith(_OLE):
        return _ole_kind(content)
    for magic, code in _FOREIGN:
        if content.startswith(magic):
            raise Refusal(code)
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML) or (start.startswith(b"<?xml") and b"<html" in start):
        raise Refusal("html")
    if start.startswith(b"<?xml"):
        raise Refusal("foreign")
    return "csv"


def _zipped_kind(content: bytes, limits: Limits) -> Kind:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Refusal("damaged") from error
    members = archive.infolist()
    _check_sizes(members, limits)
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        return _open_document_kind(archive)
    raise Refusal("document" if "word/document.xml" in names else "archive")


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Hold the directory against the limits before anything is unpacked: both engines swallow a bomb of 200 MB."""
    names = [member.filename for member in members]
    if len(names) != len(set(names)):
        raise Refusal("damaged")
    if any(member.flag_bits & 1 for member in members):
        raise Refusal("encrypted")
    sizes = [member.file_size for member in members]
    if (
        len(sizes) > limits.members
        or sum(sizes) > limits.unzipped_bytes
        or max(sizes, default=0) > limits.member_bytes
    ):
        raise Refusal("bomb")


def _open_document_kind(archive: zipfile.ZipFile) -> Kind:
    if b"spreadsheet" not in _member(archive, "mimetype"):
        raise Refusal("document")
    if b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
        raise Refusal("encrypted")
    # calamine turns an error cell of this format into a blank, and a blank means something else (P07).
    if b'calcext:value-type="error"' in _member(archive, "content.xml"):
        raise Refusal("error_cells")
    return "ods"


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Refusal("damaged") from error


def _ole_kind(content: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("encrypted")
    if "WordDocument".encode("utf-16-le") in content:
        raise Refusal("document")
    return "xls"
