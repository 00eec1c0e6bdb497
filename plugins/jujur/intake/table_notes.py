"""What the reader noticed about a table, in words for the sender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jujur.domain.cells import CellState
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import ReadingNote, Row
from jujur.intake.columns import CellReader
from jujur.intake.headers import Header
from jujur.intake.typed_cells import as_text, is_blank

if TYPE_CHECKING:
    from jujur.intake.lines import Kind
    from jujur.intake.tables import Part

Sheet = Mapping[str, Any]
_MOST_CELLS = 200
_MOST_NAMED = 15
_OF_COLUMNS = frozenset({"UNKNOWN_COLUMN", "MISSING_COLUMN"})


def column_notes(sheet: Sheet, form: Form, headers: Sequence[Header]) -> list[ReadingNote]:
    """About the columns: unknown, missing, double, hidden. A header that comes again is told of only where it differs."""
    notes: dict[tuple[str, str], ReadingNote] = {}
    seen: list[Header] = []
    for header in headers:
        if not any(header.columns == other.columns and header.unknown == other.unknown for other in seen):
            for note in _of_header(sheet, form, header):
                notes.setdefault((note.code, note.column or ""), note)
        seen.append(header)
    return list(notes.values())


def _of_header(sheet: Sheet, form: Form, header: Header) -> Iterator[ReadingNote]:
    name, at = sheet["name"], header.first_row
    if header.unknown:
        texts = [text[:80] for text in header.unknown]
        found = f"{len(texts)} kolom tidak dikenal: {_listed(texts)}"
        yield ReadingNote("UNKNOWN_COLUMN", name, at, None, found, "kolom formulir desk")
    missing = [column for column in form.columns if column.name not in header.columns]
    if missing:
        found = f"{len(missing)} kolom tidak ada: {_listed(_by_group(form, missing))}"
        yield ReadingNote("MISSING_COLUMN", name, at, None, found, "semua kolom formulir")
    hidden = set(sheet.get("hidden_columns", ()))
    for column in form.columns:
        indices = header.columns.get(column.name)
        if indices is None:
            continue
        if len(indices) > 1:
            found = f"{len(indices)} kolom bermakna sama"
            yield ReadingNote(
                "DOUBLE_COLUMN", name, at, label_of(column), found, "satu kolom; isinya ditahan"
            )
        if not hidden.isdisjoint(indices):
            yield ReadingNote(
                "HIDDEN_COLUMN", name, at, label_of(column), "kolom tersembunyi", "kolom terlihat"
            )


def row_notes(
    sheet: Sheet, form: Form, rows: Sequence[Row], parts: Sequence[Part], cells: CellReader
) -> list[ReadingNote]:
    """About single rows: hidden ones, and counts written with separators."""
    name = sheet["name"]
    hidden = set(sheet["hidden_rows"])
    notes = [
        ReadingNote(
            "HIDDEN_ROW", name, row.row_number, None, "baris tersembunyi", "baris terlihat", row.row_id
        )
        for row in rows
        if hidden and row.row_number - 1 in hidden
    ]
    notes += _held_texts(name, form, rows)
    grouped = [
        ReadingNote(
            "GROUPED_NUMBER",
            name,
            row.row_number,
            label_of(column),
            f"{row.cells[column.name].raw} dibaca {row.cells[column.name].value}",
            "angka tanpa titik dan spasi",
            row.row_id,
        )
        for row, column in _grouped(form, rows, parts, cells)
    ]
    if len(grouped) > _MOST_CELLS:
        more = f"{len(grouped) - _MOST_CELLS} sel lain juga ditulis dengan titik atau spasi"
        grouped[_MOST_CELLS:] = [
            ReadingNote("GROUPED_NUMBER", name, None, None, more, "angka tanpa titik dan spasi")
        ]
    return notes + grouped


def _held_texts(sheet: str, form: Form, rows: Sequence[Row]) -> Iterator[ReadingNote]:
    """Texts that are formulas, faults or endless: a rule asks after every other kind of cell, but free text may be anything."""
    for column in form.columns:
        if column.kind == "text":
            for row in rows:
                cell = row.cells[column.name]
                if cell.state is CellState.DITAHAN and not column.is_prefilled:
                    found = f"{cell.raw[:60]}…" if len(cell.raw) > 60 else cell.raw
                    yield ReadingNote(
                        "FORMULAS",
                        sheet,
                        row.row_number,
                        label_of(column),
                        found,
                        "teks yang diketik, paling banyak 2.000 huruf",
                        row.row_id,
                    )


def _grouped(
    form: Form, rows: Sequence[Row], parts: Sequence[Part], cells: CellReader
) -> Iterator[tuple[Row, Column]]:
    start = 0
    for part in parts if cells.has_grouped else ():
        for column in form.counts:
            indices = part.header.columns.get(column.name, ())
            if len(indices) == 1:
                found = cells.grouped(column, part.values(indices[0]))
                yield from ((rows[start + index], column) for index in found)
        start += len(part.raws)


def sheet_notes(sheet: Sheet, lines: Mapping[Kind, Sequence[int]]) -> list[ReadingNote]:
    """About lines that are no rows, and about formulas."""
    name = sheet["name"]
    notes = [
        ReadingNote(
            "REPEATED_HEADER", name, number, None, "judul kolom sekali lagi", "satu judul di atas tabel"
        )
        for number in lines.get("REPEATED_HEADER", ())
    ]
    notes += [
        ReadingNote(
            "COLUMN_NUMBERS", name, number, None, _shown(sheet, number), "isian langsung di bawah judul"
        )
        for number in lines.get("COLUMN_NUMBERS", ())
    ]
    remarks = lines.get("remark", ())
    if remarks:
        numbers = ", ".join(map(str, remarks[:_MOST_NAMED])) + (", …" if len(remarks) > _MOST_NAMED else "")
        found = f"{len(remarks)} baris catatan di luar tabel (baris {numbers})"
        notes.append(ReadingNote("REMARKS", name, None, None, found, "tabel saja"))
    if sheet["formulas"]:
        found = f"{sheet['formulas']} sel berisi rumus"
        notes.append(ReadingNote("FORMULAS", name, None, None, found, "angka diketik"))
    return notes


def once_a_file(notes: Sequence[ReadingNote]) -> list[ReadingNote]:
    """``notes`` with what is true of the columns of several sheets told once, at the first of them."""
    sheets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for note in notes:
        if note.code in _OF_COLUMNS:
            sheets[note.code, note.found].append(note.sheet or "")
    told = []
    for note in notes:
        others = sheets.pop((note.code, note.found), None) if note.code in _OF_COLUMNS else [""]
        if others is not None and len(others) > 1:
            found = f"{note.found} (juga pada lembar {_listed(others[1:])})"
            told.append(replace(note, found=found))
        elif others is not None:
            told.append(note)
    return told


def _by_group(form: Form, columns: Sequence[Column]) -> list[str]:
    """Columns by their headings: a group of which all are meant is named once."""
    said: list[str] = []
    for group in dict.fromkeys(column.group for column in columns):
        some = [column.label for column in columns if column.group == group]
        is_whole = bool(group) and len(some) == sum(column.group == group for column in form.columns)
        said.append(group if is_whole else f"{group} {', '.join(some)}".strip())
    return said


def _listed(texts: Sequence[str]) -> str:
    more = len(texts) - _MOST_NAMED
    return "; ".join(texts[:_MOST_NAMED]) + (f"; dan {more} lagi" if more > 0 else "")


def label_of(column: Column) -> str:
    """A column as the sender knows it."""
    return f"{column.group} {column.label}".strip()


def _shown(sheet: Sheet, number: int) -> str:
    return " | ".join(as_text(value) for value in sheet["rows"][number - 1] if not is_blank(value))[:200]
