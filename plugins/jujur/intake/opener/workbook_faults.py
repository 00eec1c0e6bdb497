"""What calamine does not tell about an .xlsx sheet: error cells, formulas without a value, hidden rows (L53).

calamine returns an empty text for the first two, and an empty text means "not filled in" (P07). The sheet's XML is looked
at only when it contains one of the words in question, which workbooks made by us do not.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from posixpath import normpath
from xml.etree import ElementTree

from jujur.intake.opener.refusal import Refusal

# Plain searches, many times faster than a pattern; what they find in vain is judged by the patterns below. "<f" alone
# would also find the "<formula1>" of every dropdown and number limit.
_STARTS = [start + end for start in (b"<f", b":f") for end in (b">", b"/", b" ", b"\t", b"\r", b"\n")]
_SUSPICIOUS = (*_STARTS, b't="e"', b"t='e'", b"hidden=")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")


@dataclass(slots=True)
class SheetFaults:
    """Cells (row, column, both from 0) that have no trustworthy value, with what stands there; hidden rows from 1."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: int = 0
    hidden_rows: list[int] = field(default_factory=list)


def find_faults(archive: zipfile.ZipFile) -> dict[str, SheetFaults]:
    """Faults by sheet name; sheets without any are left out.

    :raises Refusal: the workbook's parts do not fit together.
    """
    try:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")}
        suspicious = {
            name: content for name, content in parts.items() if any(word in content for word in _SUSPICIOUS)
        }
        if not suspicious:
            return {}
        names = _sheet_names(archive)
    except (
        KeyError,
        ElementTree.ParseError,
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        OSError,
    ) as error:
        raise Refusal("damaged") from error
    if not suspicious.keys() <= names.keys():
        # A sheet that cannot be told apart could hide its faults.
        raise Refusal("damaged")
    return {names[part]: _faults_of(content) for part, content in suspicious.items()}


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of the sheet that each part of the archive holds."""
    # S314: only ever parsed in the limited child, and expat refuses entity bombs.
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {node.get("Id"): normpath("/xl/" + node.get("Target", "")).lstrip("/") for node in relations}
    targets |= {
        node.get("Id"): target[1:] for node in relations if (target := node.get("Target", "")).startswith("/")
    }
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    # The namespaces differ between the two kinds of OOXML, so only the local names are looked at.
    return {
        targets.get(value, ""): node.get("name", "")
        for node in sheets.iter()
        for name, value in node.attrib.items()
        if node.tag.endswith("}sheet") and name.endswith("}id")
    }


def _faults_of(content: bytes) -> SheetFaults:
    faults = SheetFaults()
    for match in _ROW.finditer(content):
        number = _NUMBER.search(match[1])
        if number and _HIDDEN.search(match[1]):
            faults.hidden_rows.append(int(number[1]))
    for match in _CELL.finditer(content):
        _judge(match[1], match[2] or b"", faults)
    return faults


def _judge(attributes: bytes, inner: bytes, faults: SheetFaults) -> None:
    reference, value = _REFERENCE.search(attributes), _VALUE.search(inner)
    is_error = re.search(rb"\bt=[\"']e[\"']", attributes) is not None
    is_formula = _FORMULA.search(inner) is not None
    faults.formulas += is_formula
    if reference and (is_error or (is_formula and not (value and value[1]))):
        found = value[1].decode("utf-8", "replace") if is_error and value else "rumus tanpa nilai"
        faults.cells[int(reference[2]) - 1, _column_index(reference[1])] = found


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
