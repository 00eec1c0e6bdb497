"""Marks on the sheets of an .ods that calamine does not tell: errors and cells of unknown type come as blanks (P07, L53).

The XML is parsed only when it contains one of the words in question. Repeat counts are kept as areas and never unrolled here:
a file of one kilobyte can claim 17 billion cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat

from jujur.intake.opener.marks import NO_VALUE, Marks
from jujur.intake.opener.refusal import Refusal

# Every cell merged to the right says rows-spanned="1".
_MERGED = re.compile(rb'number-rows-spanned="(?!1")')
_SUSPICIOUS = (b"table:formula", b"error", b"table:visibility", b"<!")
_KNOWN = ("float", "percentage", "currency", "date", "time", "boolean", "string")
# A cell that is not empty and says no known type.
_UNTYPED = re.compile(
    rb"<table:table-cell(?![^>]*\soffice:value-type=\"(?:%s)\")[^>]*(?<!/)>" % "|".join(_KNOWN).encode()
)
_CELLS = ("table:table-cell", "table:covered-table-cell")
_HIDDEN = ("collapse", "filter")
# Copies of one formula. Whole columns are filled with them by mistake, and calamine says "damaged" of so many cells.
_MOST = 1_000_000


def find_marks(archive: zipfile.ZipFile) -> Mapping[str, Marks] | None:
    """The marks by sheet name; None if the document has nothing to mark.

    :raises Refusal: the document's content is not well-formed, or two sheets have one name.
    """
    try:
        content = archive.read("content.xml")
        is_plain = not any(word in content for word in _SUSPICIOUS) and b"\0" not in content[:64]
        if is_plain and not _UNTYPED.search(content) and not _MERGED.search(content):
            return None
        return _ContentParser().parse(content)
    except (
        KeyError,
        expat.ExpatError,
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        OSError,
    ) as error:
        raise Refusal("damaged") from error


class _ContentParser:
    """One pass over content.xml. Tables inside cells and shapes are not sheets."""

    def __init__(self) -> None:
        self._sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._depth = 0
        self._row, self._height, self._column = 0, 0, 0
        self._width, self._is_error, self._is_heard, self._notes = 0, False, False, 0
        self._text: list[str] = []
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = self._refuse
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "table:table-column": self._start_column,
            "table:table-row": self._start_row,
            **dict.fromkeys(_CELLS, self._start_cell),
        }

    def parse(self, content: bytes) -> dict[str, Marks]:
        self._parser.Parse(content, True)
        return self._sheets

    def _refuse(self, *_: object) -> None:
        raise Refusal("damaged")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._start_sheet(attributes.get("table:name", ""))
        elif self._depth == 1 and tag in self._starts:
            self._starts[tag](attributes)
        elif tag == "office:annotation":
            self._notes += 1

    def _start_sheet(self, name: str) -> None:
        if name in self._sheets:
            raise Refusal("damaged")
        self._marks = self._sheets[name] = Marks()
        self._row, self._height, self._column = 0, 0, 0

    def _start_column(self, attributes: Mapping[str, str]) -> None:
        first = self._column
        self._column += _repeats(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            self._marks.hidden_columns.append((first, self._column))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row += self._height
        self._height = _repeats(attributes, "table:number-rows-repeated")
        self._column = 0
        if attributes.get("table:visibility") in _HIDDEN:
            self._marks.hidden_rows.append((self._row, self._row + self._height))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._width = _repeats(attributes, "table:number-columns-repeated")
        self._is_error = attributes.get("calcext:value-type") == "error"
        if "table:formula" in attributes:
            if self._height * self._width > _MOST:
                raise Refusal("too_large")
            self._marks.formulas.append((self._row, self._column, self._height, self._width))
        height = _repeats(attributes, "table:number-rows-spanned")
        if height > 1:
            self._marks.merged.append((self._row, self._column, height, self._width))
        self._is_heard = self._is_error or attributes.get("office:value-type") not in _KNOWN
        if self._is_heard:
            self._text.clear()
            self._parser.CharacterDataHandler = self._hear

    def _hear(self, text: str) -> None:
        if not self._notes:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if tag == "table:table":
            self._depth -= 1
        elif tag == "office:annotation":
            self._notes -= 1
        elif tag in _CELLS and self._depth == 1:
            if self._is_heard:
                self._end_heard("".join(self._text).strip())
            self._column += self._width

    def _end_heard(self, text: str) -> None:
        area = (self._row, self._column, self._height, self._width)
        if self._is_error:
            self._marks.errors.append((area, text[:80] or NO_VALUE))
        elif text:
            self._marks.texts.append((area, text))
        self._parser.CharacterDataHandler = None
        self._is_error = self._is_heard = False


def _repeats(attributes: Mapping[str, str], name: str) -> int:
    """A repeat count.

    :raises ValueError: it is no positive number.
    """
    count = int(attributes.get(name, "1"))
    if count < 1:
        raise ValueError(count)
    return count
