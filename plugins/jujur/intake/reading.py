"""Reading submitted files: opened in a child process, recognised by their header, typed cell by cell."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jujur.domain.areas import Places
from jujur.domain.errors import UnreadableFile
from jujur.domain.forms import Form
from jujur.domain.submissions import Reading, ReadingNote
from jujur.intake.claims import read_claims
from jujur.intake.columns import CellReader
from jujur.intake.file_notes import Found, columns_found, file_notes
from jujur.intake.header_words import REPLY_SHEET
from jujur.intake.headers import HeaderWords
from jujur.intake.limits import Limits
from jujur.intake.messages import ragged, unreadable
from jujur.intake.names import PlaceNames
from jujur.intake.ragged import RaggedTable
from jujur.intake.sheet_areas import SheetAreas, areas_of_sheet
from jujur.intake.supervision import open_each
from jujur.intake.table_notes import once_a_file
from jujur.intake.tables import TableReader
from jujur.intake.typed_cells import is_blank
from jujur.intake.wording import plain

Sheet = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A received file: its name as sent (for messages only), the sha256 of its bytes, and the bytes or where they lie.

    ``area_code`` is the kecamatan of the team that sent it, which tells equal names of kelurahan apart.
    """

    name: str
    sha256: str
    content: bytes | Path
    area_code: str | None = None


def read_submission(
    content: Path | bytes,
    sha256: str,
    form_by_id: Mapping[str, Form],
    limits: Limits | None = None,
    name: str | None = None,
    places: Places | None = None,
) -> Reading:
    """One file as read against the forms, and against the names of ``places`` where codes are missing.

    :raises UnreadableFile: one sentence for the sender: which file, what it is, what to do.
    """
    shown = name or (content.name if isinstance(content, Path) else "tanpa nama")
    (result,) = read_batch([FileToRead(shown, sha256, content)], form_by_id, limits, places)
    if isinstance(result, UnreadableFile):
        raise result
    return result


def read_batch(
    files: Sequence[FileToRead],
    form_by_id: Mapping[str, Form],
    limits: Limits | None = None,
    places: Places | None = None,
) -> list[Reading | UnreadableFile]:
    """All files, in order; one that cannot be opened is an :class:`UnreadableFile` in its place and costs only itself.

    Without ``places`` no name is looked up: a unit is known by its code only.
    """
    limits = limits or Limits()
    reader = _FormReader(form_by_id, places)
    results: list[Reading | UnreadableFile] = []
    with tempfile.TemporaryDirectory(prefix="jujur-") as folder:
        paths = [_place(file, Path(folder) / str(number)) for number, file in enumerate(files)]
        with closing(open_each(paths, limits)) as answers:
            for file, answer in zip(files, answers, strict=True):
                results.append(_read_or_refuse(reader, file, answer))
    return results


def _read_or_refuse(
    reader: _FormReader, file: FileToRead, answer: Mapping[str, Any]
) -> Reading | UnreadableFile:
    if "refused" in answer:
        return UnreadableFile(unreadable(file.name, answer["refused"]))
    try:
        return reader.read(file, answer["sheets"])
    except RaggedTable as table:
        return UnreadableFile(ragged(file.name, table.line, table.found, table.expected))


def _place(file: FileToRead, path: Path) -> Path:
    """Where the child finds the file: bytes from memory are put into ``path``."""
    if isinstance(file.content, Path):
        return file.content.absolute()
    path.write_bytes(file.content)
    return path


class _FormReader:
    """Recognises and types the opened files of one batch. Header words, names and cells are worked out once for all of them."""

    def __init__(self, form_by_id: Mapping[str, Form], places: Places | None = None) -> None:
        self._forms = form_by_id
        self._words = {form.id: HeaderWords(form) for form in form_by_id.values()}
        self._cells = {form.id: CellReader(form) for form in form_by_id.values()}
        self._names = PlaceNames(places) if places else None

    def read(self, file: FileToRead, sheets: Sequence[Sheet]) -> Reading:
        """The reading of one file. ``form_id`` is None when no sheet has the header of a form."""
        claims = read_claims(sheets)
        within = self._kecamatan(file.area_code) or self._kecamatan(claims.area_code)
        form, found, problem = self._recognise(claims.form_id, sheets, within)
        if form is None:
            expected = "judul kolom salah satu formulir desk"
            return Reading(
                claims, None, (), (ReadingNote("UNKNOWN_FORM", None, None, None, problem, expected),)
            )
        words, cells = self._words[form.id], self._cells[form.id]
        reader = TableReader(form, file.sha256, cells, words, self._names, within)
        tables = [
            reader.read(sheet, header, self._areas(sheet, header.row, within))
            for sheet, header in found
            if sheet["visible"]
        ]
        rows = tuple(row for table in tables for row in table.rows)
        is_nil = claims.is_nil or any(table.says_nil for table in tables)
        notes = once_a_file([note for table in tables for note in table.notes])
        notes += file_notes(sheets, found, claims, form)
        notes += self._other_forms(form, sheets, found)
        if is_nil and rows:
            # Rows outweigh the word: an incident that was reported is never hidden by a NIHIL beside it (P14).
            notes.append(
                ReadingNote("NIL_WITH_ROWS", None, None, None, f"NIHIL dan {len(rows)} baris", "salah satu")
            )
        labels = {name: label for _, header in reversed(found) for name, label in header.labels.items()}
        standing = tuple(place for table in tables for place in table.places)
        return Reading(
            replace(claims, is_nil=is_nil and not rows), form.id, rows, tuple(notes), labels, standing
        )

    def _other_forms(self, form: Form, sheets: Sequence[Sheet], found: Found) -> list[ReadingNote]:
        """Tables of another form beside those that are read: a file is of one form, and what is not read is said."""
        read = {id(sheet) for sheet, _ in found}
        notes = []
        for sheet in sheets:
            is_own = sheet["name"].startswith("_") or plain(sheet["name"]) == REPLY_SHEET
            if id(sheet) in read or is_own or not sheet["visible"]:
                continue
            headers = {id_: words.find(sheet["rows"]) for id_, words in self._words.items()}
            other = max(headers, key=lambda id_: len(header.columns) if (header := headers[id_]) else 0)
            header = headers[other]
            if header is not None and any(
                not is_blank(raw) for row in sheet["rows"][header.first_row :] for raw in row
            ):
                written = f"formulir {self._forms[other].title}; lembar ini tidak dibaca"
                notes.append(ReadingNote("OTHER_FORM", sheet["name"], None, None, written, form.title))
        return notes

    def _kecamatan(self, code: str | None) -> str | None:
        area = self._names.gazetteer.get(code or "") if self._names else None
        return area.code if area and area.level == "kecamatan" else None

    def _areas(self, sheet: Sheet, head: int, within: str | None) -> SheetAreas:
        if self._names is None:
            return SheetAreas()
        return areas_of_sheet(self._names, sheet["name"], sheet["rows"][:head], within)

    def _recognise(
        self, claimed: str | None, sheets: Sequence[Sheet], within: str | None
    ) -> tuple[Form | None, Found, str]:
        """The claimed form if its header is there; otherwise the one with the most columns found, if it is one."""
        tries = {
            form_id: self._headers(form_id, sheets, within) for form_id in self._forms if form_id == claimed
        }
        if not any(tries.values()):
            tries = {form_id: self._headers(form_id, sheets, within) for form_id in self._forms}
        most = max(map(columns_found, tries.values()), default=0)
        best = [form_id for form_id, found in tries.items() if found and columns_found(found) == most]
        if len(best) == 1:
            return self._forms[best[0]], tries[best[0]], ""
        titles = " dan ".join(self._forms[form_id].title for form_id in best)
        return None, [], f"judul kolom cocok untuk {titles}" if best else "tidak ada judul kolom yang dikenal"

    def _headers(self, form_id: str, sheets: Sequence[Sheet], within: str | None) -> Found:
        words, form = self._words[form_id], self._forms[form_id]
        found: Found = []
        # Sheets that begin with an underscore are the workbook's own: identity and lists.
        for sheet in sheets:
            if not sheet["name"].startswith("_"):
                is_named = form.unit_level == "kelurahan" and self._is_named(words, sheet, within)
                header = words.find(sheet["rows"], is_named)
                found += [(sheet, header)] if header is not None else []
        if any(header.reply for _, header in found):
            found = [(sheet, header) for sheet, header in found if plain(sheet["name"]) != REPLY_SHEET]
        most = columns_found(found)
        return [(sheet, header) for sheet, header in found if 2 * len(header.columns) >= most]

    def _is_named(self, words: HeaderWords, sheet: Sheet, within: str | None) -> bool:
        rows = sheet["rows"]
        head = next((index for index, row in enumerate(rows[:60]) if words.knows(row) > 2), len(rows))
        return self._areas(sheet, head, within).kelurahan is not None
