"""CSV and its relatives: encoding and separator are found, the fields stay text ("001" stays "001")."""

from __future__ import annotations

import csv
import io

from jujur.intake.limits import Limits
from jujur.intake.opener.refusal import Refusal

_SEPARATORS = ";\t,|"


def read_delimited(content: bytes, limits: Limits) -> list[list[str]]:
    """The rows of a delimited text file.

    :raises Refusal: not text, or a field is longer than ``limits.field_chars``.
    """
    text = _decode(content)
    csv.field_size_limit(limits.field_chars)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise Refusal("too_large" if "larger" in str(error) else "foreign") from error
    if sum(map(len, rows)) > limits.cells:
        raise Refusal("too_large")
    return rows


def _decode(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _checked(content, "utf-16")
    head = content[:4096]
    if head.count(0) > len(head) // 4:
        # UTF-16 without a mark: the zero bytes of Latin letters stand at odd places in little-endian text.
        return _checked(content, "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be")
    try:
        return _checked(content, "utf-8-sig")
    except Refusal:
        return _checked(content, "cp1252")


def _checked(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("foreign") from error
    if any(character < " " and character not in "\t\r\n" for character in set(text)):
        raise Refusal("foreign")
    return text


def _separator(text: str) -> str:
    """The separator that most lines agree on; a semicolon before a comma, because Indonesian decimals use commas."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    return max(_SEPARATORS, key=lambda mark: (sum(mark in line for line in lines), -_SEPARATORS.index(mark)))
