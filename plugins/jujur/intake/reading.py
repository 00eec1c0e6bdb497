"""Reading submitted files: opened in a child process, recognised by their header, typed cell by cell."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jujur.domain.errors import UnreadableFile
from jujur.domain.forms import Form
from jujur.domain.submissions import Reading, ReadingNote
from jujur.intake.claims import read_claims
from jujur.intake.headers import Header, HeaderWords
from jujur.intake.limits import Limits
from jujur.intake.messages import unreadable
from jujur.intake.supervision import open_each
from jujur.intake.tables import TableReader
from jujur.intake.typed_cells import CellReader

Sheet = Mapping[str, Any]
Found = list[tuple[Sheet, Header]]


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A received file: its name as sent (for messages only), the sha256 of its bytes, and the bytes or where they lie."""

    name: str
    sha256: str
    content: bytes | Path


def read_submission(
    content: Path | bytes,
    sha256: str,
    form_by_id: Mapping[str, Form],
    limits: Limits | None = None,
    name: str | None = None,
) -> Reading:
    """One file as read against the forms.

    :raises UnreadableFile: one sentence for the sender: which file, what it is, what to do.
    """
    shown = name or (content.name if isinstance(content, Path) else "tanpa nama")
    (result,) = read_batch([FileToRead(shown, sha256, content)], form_by_id, limits)
    if isinstance(result, UnreadableFile):
        raise result
    return result


def read_batch(
    files: Sequence[FileToRead], form_by_id: Mapping[str, Form], limits: Limits | None = None
) -> list[Reading | UnreadableFile]:
    """All files, in order; one that cannot be opened is an :class:`UnreadableFile` in its place and costs only itself."""
    limits = limits or Limits()
    reader = _FormReader(form_by_id)
    results: list[Reading | UnreadableFile] = []
    with tempfile.TemporaryDirectory(prefix="jujur-") as folder:
        paths = [_place(file, Path(folder) / str(number)) for number, file in enumerate(files)]
        with closing(open_each(paths, limits)) as answers:
            for file, answer in zip(files, answers, strict=True):
                code = answer.get("refused")
                sentence = unreadable(file.name, code) if code else ""
                results.append(
                    UnreadableFile(sentence) if code else reader.read(file.sha256, answer["sheets"])
                )
    return results


def _place(file: FileToRead, path: Path) -> Path:
    """Where the child finds the file: bytes from memory are put into ``path``."""
    if isinstance(file.content, Path):
        return file.content.absolute()
    path.write_bytes(file.content)
    return path


class _FormReader:
    """Recognises and types the opened files of one batch. Header words and cells are worked out once for all of them."""

    def __init__(self, form_by_id: Mapping[str, Form]) -> None:
        self._forms = form_by_id
        self._words = {form.id: HeaderWords(form) for form in form_by_id.values()}
        self._cells = {form.id: CellReader() for form in form_by_id.values()}

    def read(self, sha256: str, sheets: Sequence[Sheet]) -> Reading:
        """The reading of one file. ``form_id`` is None when no sheet has the header of a form."""
        claims = read_claims(sheets)
        form, found = self._recognise(claims.form_id, sheets)
        if form is None:
            expected = "judul kolom salah satu formulir desk"
            note = ReadingNote(
                "UNKNOWN_FORM", None, None, None, "tidak ada judul kolom yang dikenal", expected
            )
            return Reading(claims, None, (), (note,))
        reader = TableReader(form, sha256, self._cells[form.id])
        tables = [reader.read(sheet, header) for sheet, header in found if sheet["visible"]]
        notes = [note for table in tables for note in table.notes] + _unread(found)
        if claims.form_id not in (None, form.id):
            notes.append(ReadingNote("OTHER_FORM", None, None, None, claims.form_id or "", form.id))
        rows = tuple(row for table in tables for row in table.rows)
        is_nil = claims.is_nil or any(table.says_nil for table in tables)
        if is_nil and rows:
            # Rows outweigh the word: an incident that was reported is never hidden by a NIHIL beside it (P14).
            notes.append(
                ReadingNote("NIL_WITH_ROWS", None, None, None, f"NIHIL dan {len(rows)} baris", "salah satu")
            )
        labels = {name: label for _, header in reversed(found) for name, label in header.labels.items()}
        return Reading(replace(claims, is_nil=is_nil and not rows), form.id, rows, tuple(notes), labels)

    def _recognise(self, claimed: str | None, sheets: Sequence[Sheet]) -> tuple[Form | None, Found]:
        """The claimed form if its header is there; otherwise the one with the most columns found."""
        tries = {form_id: self._headers(form_id, sheets) for form_id in self._forms if form_id == claimed}
        if not any(tries.values()):
            tries = {form_id: self._headers(form_id, sheets) for form_id in self._forms}
        best = max(tries, key=lambda form_id: _columns_found(tries[form_id]), default=None)
        return (self._forms[best], tries[best]) if best is not None and tries[best] else (None, [])

    def _headers(self, form_id: str, sheets: Sequence[Sheet]) -> Found:
        words = self._words[form_id]
        # Sheets that begin with an underscore are the workbook's own: identity and lists.
        usable = (sheet for sheet in sheets if not sheet["name"].startswith("_"))
        found = [(sheet, header) for sheet in usable if (header := words.find(sheet["rows"])) is not None]
        return [
            (sheet, header) for sheet, header in found if 2 * len(header.columns) >= _columns_found(found)
        ]


def _columns_found(found: Found) -> int:
    return max((len(header.columns) for _, header in found), default=0)


def _unread(found: Found) -> list[ReadingNote]:
    """Tables in hidden sheets are not read, and that is said (L53)."""
    return [
        ReadingNote(
            "HIDDEN_SHEET", sheet["name"], None, None, "lembar tersembunyi tidak dibaca", "lembar terlihat"
        )
        for sheet, _ in found
        if not sheet["visible"]
    ]
