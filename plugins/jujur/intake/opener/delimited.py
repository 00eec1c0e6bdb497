"""CSV and its relatives: encoding and separator are found, the fields stay text ("001" stays "001")."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from jujur.intake.limits import Limits
from jujur.intake.opener.refusal import Refusal

_SEPARATORS = ";\t,|"
_STATED = re.compile(r"\s*\"?sep=([;\t,|])\"?[ \t;,|]*(?=\r?\n|\r|$)", re.IGNORECASE)
# Cannot stand in a checked text; if it does not come back as a row of its own, an open quote has swallowed it.
_LAST = "\x1e"


def read_delimited(text: str, limits: Limits) -> list[list[str]]:
    """The rows of a delimited text. A first line "sep=;" (as Excel writes it) names the separator and becomes a blank row.

    :raises Refusal: no table at all, a quote that nobody closes, or a field longer than ``limits.field_chars``.
    """
    stated = _STATED.match(text)
    separator = stated[1] if stated else _separator(text)
    if separator not in text and not re.search(r"[\r\n]", text):
        raise Refusal("no_table")
    body = text[stated.end() :] if stated else text
    rows = list(_rows(body, separator, limits))
    if not rows or rows.pop() != [_LAST]:
        raise Refusal("open_quote")
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _rows(text: str, separator: str, limits: Limits) -> Iterator[list[str]]:
    csv.field_size_limit(limits.field_chars)
    budget = limits.cells
    lines = io.StringIO(f"{text}\n{_LAST}" if text[-1:] not in ("\r", "\n") else text + _LAST, newline="")
    try:
        for row in csv.reader(lines, delimiter=separator, skipinitialspace=separator != "\t"):
            budget -= len(row) + 1
            if budget < 0:
                raise Refusal("too_large")
            yield row
    except csv.Error as error:
        raise Refusal("too_large" if "larger" in str(error) else "foreign") from error


def _separator(text: str) -> str:
    """The separator that most lines agree on; a semicolon before a comma, because Indonesian decimals use commas."""
    lines = [line for line in text[:100_000].splitlines()[:50] if line.strip()]
    return max(_SEPARATORS, key=lambda mark: (sum(mark in line for line in lines), -_SEPARATORS.index(mark)))
