"""What a file is, by its first bytes and its directory; the extension is never trusted."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import Literal

from jujur.intake.limits import Limits
from jujur.intake.opener.refusal import Refusal
from jujur.intake.opener.strangers import stranger

Kind = Literal["xlsx", "ods", "xls", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the directory of a zip gives away.
_ZIPPED = (
    ("document", ("word/document.xml", "ppt/presentation.xml")),
    ("numbers", ("Index/Document.iwa", "Index.zip")),
)


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
    code = stranger(content)
    if code is not None:
        raise Refusal(code)
    return "text"


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
        # calamine shows the error cells of this format as blanks, and a blank means something else (P07).
        raise Refusal("binary_workbook")
    if "content.xml" in names and "mimetype" in names:
        return _open_document_kind(archive)
    raise Refusal(next((code for code, known in _ZIPPED if names & set(known)), "archive"))


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Hold the directory against the limits before anything is unpacked: both engines swallow a bomb of 200 MB."""
    # Two members of one name: every program reads another one of them.
    names = [member.filename.lower() for member in members]
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
    return "ods"


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Refusal("damaged") from error


def _ole_kind(content: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("encrypted")
    if _has_stream(content, "WordDocument"):
        raise Refusal("document")
    if _has_stream(content, "Book"):
        # Excel 5.0/95. Beside a "Workbook" of Excel 97 it is a second book in one file: which one would count?
        raise Refusal("two_books" if _has_stream(content, "Workbook") else "old_excel")
    return "xls"


def _has_stream(content: bytes, name: str) -> bool:
    """True if a directory entry of the OLE container ([MS-CFB] 2.6.1) has this name: a word in a cell is no entry."""
    utf16 = name.encode("utf-16-le")
    entry = re.escape(utf16) + b".{%d}" % (64 - len(utf16)) + re.escape(struct.pack("<HB", len(utf16) + 2, 2))
    return re.search(entry, content, re.DOTALL) is not None
