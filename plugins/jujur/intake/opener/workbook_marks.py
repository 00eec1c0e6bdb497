"""Marks on the sheets of an .xlsx that calamine does not tell (L53).

calamine returns an empty text for an error and for a formula without a value, and an empty text means "not filled in" (P07).
A sheet's XML is parsed only when it contains one of the words in question, which workbooks made by us do not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from itertools import islice
from posixpath import normpath
from xml.etree import ElementTree
from xml.parsers import expat

from jujur.intake.opener.marks import NO_VALUE, Area, Marks
from jujur.intake.opener.refusal import Refusal

# Plain searches, many times faster than a parser.
_SUSPICIOUS = (b'"e"', b"'e'", b'width="0"', b"<!")
# LibreOffice says hidden="false" of every row.
_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?:1|t)")
_MERGED = re.compile(rb"mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]{1,32})[\"']")
_MOST_MERGED = 20_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_TRUE = ("1", "true")
_BROKEN = (
    KeyError,
    ElementTree.ParseError,
    expat.ExpatError,
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OSError,
)


def find_marks(archive: zipfile.ZipFile) -> dict[str, Marks | None]:
    """The marks on every sheet by its name; None on a sheet that has nothing to mark.

    :raises Refusal: the workbook's parts do not fit together: a sheet that cannot be told apart could hide its formulas.
    """
    try:
        return {name: _marks_of(archive.read(part)) for name, part in _parts(archive).items()}
    except _BROKEN as error:
        raise Refusal("damaged") from error


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive that holds each sheet."""
    # S314: only ever parsed in the limited child, and expat refuses entity bombs.
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {node.get("Id"): _member(node.get("Target", "")) for node in relations}
    members = {name.lower(): name for name in archive.namelist()}
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    # The namespaces differ between the two kinds of OOXML, so only the local names are looked at.
    sheets = [
        (node.get("name", ""), targets.get(value, "").lower())
        for node in workbook.iter()
        for name, value in node.attrib.items()
        if node.tag.endswith("}sheet") and name.endswith("}id")
    ]
    if len({name for name, _ in sheets}) < len(sheets):
        raise Refusal("damaged")
    return {name: members[part] for name, part in sheets if part in members}


def _member(target: str) -> str:
    return normpath("/xl/" + target).lstrip("/") if not target.startswith("/") else target[1:]


def _marks_of(content: bytes) -> Marks | None:
    marks = _SheetParser().parse(content) if _is_suspicious(content) else None
    merged = _merged(content)
    if merged:
        marks = marks or Marks()
        marks.merged += merged
    return marks


def _merged(content: bytes) -> list[Area]:
    """Merged cells of more than one row. They stand behind the rows, so that only the end of the XML is searched."""
    start = content.rfind(b"mergeCells")
    start = content.rfind(b"mergeCells", 0, start) if start > 0 else -1
    if start < 0:
        return []
    areas = [_area(match[1].decode()) for match in islice(_MERGED.finditer(content, start), _MOST_MERGED)]
    return [area for area in areas if area[2] > 1]


def _is_suspicious(content: bytes) -> bool:
    """True if the sheet may have something to mark. The words are searched as UTF-8 writes them; UTF-16 has zero bytes."""
    # A formula's tag is <f>; that of every dropdown and number limit is <formula1>.
    return (
        any(content.count(mark + b"f") != content.count(mark + b"formula") for mark in (b"<", b":"))
        or any(word in content for word in _SUSPICIOUS)
        or b"\0" in content[:64]
        or _HIDDEN.search(content) is not None
    )


class _SheetParser:
    """One pass over a sheet's XML. A row or cell without a reference stands after the one before it."""

    def __init__(self) -> None:
        self._marks = Marks()
        self._row, self._column = -1, -1
        self._is_error, self._formula = False, False
        self._value: list[str] | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse

    def parse(self, content: bytes) -> Marks:
        self._parser.Parse(content, True)
        return self._marks

    def _refuse(self, *_: object) -> None:
        # No program that writes workbooks declares a document type: it is there to carry entities.
        raise Refusal("damaged")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                self._start_cell(attributes)
            case "v":
                self._value = []
                self._parser.CharacterDataHandler = self._value.append
            case "f":
                self._start_formula(attributes)
            case "row":
                self._row = _position("A" + attributes["r"])[0] if "r" in attributes else self._row + 1
                self._column = -1
                if attributes.get("hidden") in _TRUE:
                    self._marks.hidden_rows.append((self._row, self._row + 1))
            case "col" if attributes.get("hidden") in _TRUE or attributes.get("width") == "0":
                self._marks.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"])))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = _position(attributes["r"])
        else:
            self._column += 1
        self._is_error, self._formula, self._value = attributes.get("t") == "e", False, None

    def _start_formula(self, attributes: Mapping[str, str]) -> None:
        self._formula = True
        # Of an array or a data table only the first cell carries the formula; the others look like typed values.
        if attributes.get("t") in ("array", "dataTable") and "ref" in attributes:
            self._marks.formulas.append(_area(attributes["ref"]))

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._parser.CharacterDataHandler = None
        elif name == "c":
            cell = (self._row, self._column, 1, 1)
            if self._formula:
                self._marks.formulas.append(cell)
            if self._is_error:
                self._marks.errors.append((cell, "".join(self._value or ()) or NO_VALUE))


def _position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of "C12".

    :raises ValueError: it is no reference.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None or match[2].strip("0") == "":
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    top, left = _position(first)
    bottom, right = _position(last or first)
    return top, left, bottom - top + 1, right - left + 1
