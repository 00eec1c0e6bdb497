"""What the reader noticed about a file as a whole: sheets that were not read, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur.domain.forms import Form
from jujur.domain.submissions import Claims, ReadingNote
from jujur.intake.header_words import REPLY_SHEET
from jujur.intake.headers import Header
from jujur.intake.wording import plain

Sheet = Mapping[str, Any]
Found = list[tuple[Sheet, Header]]

_STATION = re.compile(r"[0-9]{13}", re.ASCII)
_FEWEST_NUMBERS = 3


def columns_found(found: Found) -> int:
    """The most columns of the form that a sheet has."""
    return max((len(header.columns) for _, header in found), default=0)


def file_notes(sheets: Sequence[Sheet], found: Found, claims: Claims, form: Form) -> list[ReadingNote]:
    """All notes about the file, in the order in which a sender would ask."""
    notes = [*_unread(sheets, found)]
    if claims.form_id not in (None, form.id):
        notes.append(ReadingNote("OTHER_FORM", None, None, None, claims.form_id or "", form.id))
    elif claims.form_version is not None and claims.form_version < form.version:
        written = f"formulir versi {claims.form_version}"
        notes.append(ReadingNote("OLD_VERSION", None, None, None, written, f"versi {form.version}"))
    if any(header.reply for _, header in found):
        notes.append(
            ReadingNote("REPLY_COLUMNS", None, None, None, "kolom hasil pemeriksaan desk", "diabaikan")
        )
    return notes


def _unread(sheets: Sequence[Sheet], found: Found) -> Iterator[ReadingNote]:
    """Tables in hidden sheets are not read (L53), nor sheets of figures whose header we do not know; both are said."""
    read = [id(sheet) for sheet, _ in found]
    for sheet in sheets:
        name = sheet["name"]
        if id(sheet) in read and not sheet["visible"]:
            yield ReadingNote(
                "HIDDEN_SHEET", name, None, None, "lembar tersembunyi tidak dibaca", "lembar terlihat"
            )
        is_own = name.startswith("_") or plain(name) == REPLY_SHEET
        if sheet["visible"] and id(sheet) not in read and not is_own and _has_figures(sheet):
            yield ReadingNote(
                "UNKNOWN_FORM", name, None, None, "lembar ini tidak dibaca", "judul kolom formulir desk"
            )


def _has_figures(sheet: Sheet) -> bool:
    """True if a sheet looks like a table of figures: two lines of three numbers, or the code of a TPS."""
    lines = 0
    for row in sheet["rows"]:
        lines += sum(isinstance(raw, (int, float)) for raw in row) >= _FEWEST_NUMBERS
        if lines > 1 or any(isinstance(raw, str) and _STATION.fullmatch(raw) for raw in row):
            return True
    return False
