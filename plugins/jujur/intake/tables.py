"""From a sheet with a known header to typed rows. Every row of the table becomes a row or a note, none vanishes (P01)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jujur.domain.cells import BLANK, Cell
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import ReadingNote, Row
from jujur.intake.headers import Header, RawRow, repeats_header
from jujur.intake.typed_cells import CellReader, as_text, held, is_blank
from jujur.intake.wording import plain

_CODE_LIKE = re.compile(r"[0-9][0-9. ]*", re.ASCII)
_TOTAL = re.compile(r"(?:sub ?)?(?:jumlah|total)\b.*")


@dataclass(slots=True)
class Table:
    """The rows of one sheet and what was noticed. ``says_nil``: the word NIHIL stands in the table instead of a row."""

    rows: list[Row] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    says_nil: bool = False


class TableReader:
    """Reads the tables of one file."""

    def __init__(self, form: Form, sha256: str, cells: CellReader) -> None:
        self._form, self._sha256, self._cells = form, sha256, cells
        self._keys = [column.name for column in form.columns if column.is_key]
        self._counts = [column.name for column in form.counts]

    def read(self, sheet: Mapping[str, Any], header: Header) -> Table:
        """All rows below ``header``, to the end of the sheet: a blank row ends nothing, data may follow it."""
        table, name = Table(), sheet["name"]
        _note_columns(table, name, self._form, header)
        hidden = set(sheet["hidden_rows"])
        remarks = 0
        for number, raw in enumerate(sheet["rows"][header.first_row :], start=header.first_row + 1):
            if all(value == "" or is_blank(value) for value in raw):
                continue
            kind = self._kind(header, raw)
            if kind == "row":
                table.rows.append(self._row(name, number, header, raw))
                if number in hidden:
                    table.notes.append(
                        _note("HIDDEN_ROW", name, number, "baris tersembunyi", "baris terlihat")
                    )
            elif kind == "remark":
                remarks += 1
            elif kind == "nil":
                table.says_nil = True
            else:
                table.notes.append(_note(kind, name, number, _shown(raw), "baris data"))
        if remarks:
            table.notes.append(
                _note("REMARKS", name, None, f"{remarks} baris catatan di luar tabel", "tabel saja")
            )
        if sheet["formulas"]:
            table.notes.append(
                _note("FORMULAS", name, None, f"{sheet['formulas']} sel berisi rumus", "angka diketik")
            )
        return table

    def _row(self, sheet: str, number: int, header: Header, raw: RawRow) -> Row:
        cells = {
            column.name: self._cell(column, header.columns.get(column.name), raw)
            for column in self._form.columns
        }
        return Row(f"{self._sha256}|{sheet}|{number}", sheet, number, cells)

    def _cell(self, column: Column, indices: list[int] | None, raw: RawRow) -> Cell:
        if indices is None:
            return BLANK
        if len(indices) == 1:
            return self._cells.read(column, raw[indices[0]]) if indices[0] < len(raw) else BLANK
        # Two columns of the same meaning: which one counts is for the sender to say.
        found = [raw[index] for index in indices if index < len(raw) and not is_blank(raw[index])]
        return held(" | ".join(map(as_text, found))) if found else BLANK

    def _kind(self, header: Header, raw: RawRow) -> str:
        """row, remark, nil, SUBTOTAL or REPEATED_HEADER."""
        if repeats_header(header, raw):
            return "REPEATED_HEADER"
        filled = self._filled(header, raw)
        if self._form.is_event:
            words = [plain(as_text(value)) for value in raw if not is_blank(value)]
            return "nil" if words == ["nihil"] else "row" if filled else "remark"
        codes = [as_text(filled[name]) for name in self._keys if name in filled]
        if any(_CODE_LIKE.fullmatch(code) for code in codes):
            return "row"
        texts = [plain(value) for value in raw if isinstance(value, str) and not is_blank(value)]
        if texts and _TOTAL.fullmatch(texts[0]):
            return "SUBTOTAL"
        has_counts = any(name in filled for name in self._counts)
        return "row" if has_counts or (codes and len(filled) > 1) else "remark"

    def _filled(self, header: Header, raw: RawRow) -> dict[str, object]:
        """What stands in the columns of the form, by column name."""
        return {
            name: raw[index]
            for name, indices in header.columns.items()
            for index in indices
            if index < len(raw) and not is_blank(raw[index])
        }


def _note_columns(table: Table, sheet: str, form: Form, header: Header) -> None:
    at = header.first_row
    for text in header.unknown:
        table.notes.append(
            ReadingNote("UNKNOWN_COLUMN", sheet, at, text[:80], text[:80], "kolom formulir desk")
        )
    for column in form.columns:
        label = f"{column.group} {column.label}".strip()
        indices = header.columns.get(column.name)
        if indices is None:
            table.notes.append(
                ReadingNote("MISSING_COLUMN", sheet, at, label, "kolom tidak ada", "kolom ada")
            )
        elif len(indices) > 1:
            found = f"{len(indices)} kolom bermakna sama"
            table.notes.append(
                ReadingNote("DOUBLE_COLUMN", sheet, at, label, found, "satu kolom; isinya ditahan")
            )


def _note(code: str, sheet: str, number: int | None, found: str, expected: str) -> ReadingNote:
    return ReadingNote(code, sheet, number, None, found, expected)


def _shown(raw: Sequence[object]) -> str:
    return " | ".join(as_text(value) for value in raw if not is_blank(value))[:200]
