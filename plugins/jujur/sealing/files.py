"""Reading and extending PDF files by revision (incremental update), with pyHanko.

Two habits of the library are changed. It parses the whole header of an object stream again for every object in it, which made a
check of a four-page edition take twelve seconds; here the header is read once. And it rewrites the metadata of a file that it
extends with the machine's clock and its own name, in a form that PDF/A does not allow; here metadata stays as it was audited.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from jujur.domain.errors import SealRefused


class RevisionReader(PdfFileReader):
    """A PDF file with all its revisions."""

    def __init__(self, pdf: bytes) -> None:
        self._contents: dict[int, tuple[bytes, int, list[int], list[int]]] = {}
        super().__init__(io.BytesIO(pdf))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        data, first, numbers, offsets = self._content(stmnum)
        if not 0 <= idx < len(numbers) or numbers[idx] != idnum or numbers.index(idnum) != idx:
            raise PdfStrictReadError("Object is in wrong index.")
        stream = io.BytesIO(data)
        stream.seek(first + offsets[idx])
        found = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError("Encountered forbidden object type in object stream")
        return found

    def _content(self, stmnum: int) -> tuple[bytes, int, list[int], list[int]]:
        if stmnum not in self._contents:
            stream = generic.Reference(stmnum, 0, self).get_object()
            if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
                raise PdfStrictReadError("Not an object stream")
            data, first = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"])
            header = [int(part) for part in data[:first].split()]
            if len(header) != 2 * int(stream["/N"]):
                raise PdfStrictReadError("Object stream header possibly corrupted")
            self._contents[stmnum] = (data, first, header[0::2], header[1::2])
        return self._contents[stmnum]


class RevisionWriter(IncrementalPdfFileWriter):
    """Adds a revision to a file: its bytes stay as they are, and the new ones follow."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(io.BytesIO(pdf), prev=RevisionReader(pdf))

    def _update_meta(self) -> None:
        """Leaves title, dates and the PDF/A and PDF/UA marks as they were audited."""


def unsigned_part(pdf: bytes) -> bytes:
    """The file as it was before anything was added to it: its first revision, through the end-of-file mark and line end.

    Raises SealRefused for what is no PDF file.
    """
    with reading(pdf) as reader:
        return pdf[: _end_of(pdf, reader, 0)]


def has_tail(pdf: bytes, reader: RevisionReader) -> bool:
    """Whether bytes follow the end of the newest revision: they are in no signature and no revision, and may be another file."""
    return _end_of(pdf, reader, reader.xrefs.total_revisions - 1) < len(pdf)


def _end_of(pdf: bytes, reader: RevisionReader, revision: int) -> int:
    mark = b"%%EOF"
    end = pdf.find(mark, reader.xrefs.get_xref_container_info(revision).end_location)
    if end < 0:
        raise SealRefused("Berkas tidak memuat akhir naskahnya.")
    end += len(mark)
    line_end = next((one for one in (b"\r\n", b"\n", b"\r") if pdf.startswith(one, end)), b"")
    return end + len(line_end)


@contextmanager
def reading(pdf: bytes) -> Iterator[RevisionReader]:
    """An open file; whatever a crooked one makes the library stumble over is told as SealRefused, and never passes."""
    try:
        yield RevisionReader(pdf)
    except SealRefused:
        raise
    except Exception as error:
        raise SealRefused(f"Tanda tangan tidak dapat diperiksa: {type(error).__name__}: {error}.") from error
