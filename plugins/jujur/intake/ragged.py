"""Lines of a text file with more fields than its header: nobody can tell which value belongs under which column.

"Dempo Utara,1,81,2" below three columns is a decimal comma that cut a number in two; a line with such a number in the middle
would put every later value one column too far to the right, and each of them would look plausible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jujur.intake.header_paths import RawRow
from jujur.intake.headers import Header
from jujur.intake.typed_cells import is_blank


class RaggedTable(Exception):
    """``line`` (as the file's rows are numbered, from 1) has ``found`` fields below a header of ``expected``."""

    def __init__(self, line: int, found: int, expected: int) -> None:
        super().__init__(line, found, expected)
        self.line, self.found, self.expected = line, found, expected


def check_widths(
    sheet: Mapping[str, Any], header: Header, raws: Sequence[RawRow], lines: Sequence[int]
) -> None:
    """Pass the rows below ``header`` if none has more fields than it. Blank fields too many do no harm.

    Only the fields of a text file can slip: a cell of a workbook stands in its column.

    :raises RaggedTable: one has more.
    """
    if not sheet.get("delimited"):
        return
    expected = max(len(row) for row in sheet["rows"][header.row : header.first_row])
    for line, raw in zip(lines, raws, strict=True):
        if any(not is_blank(field) for field in raw[expected:]):
            raise RaggedTable(line, len(raw), expected)
