"""From a sheet with a known header to typed rows. Every line of the table becomes a row or is told of, none vanishes (P01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from jujur.domain.cells import BLANK, Cell
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import ReadingNote, Row, TablePlace
from jujur.intake.columns import CellReader
from jujur.intake.header_paths import RawRow
from jujur.intake.headers import Header, HeaderWords
from jujur.intake.lines import Kind, LineJudge, is_harmless_remark
from jujur.intake.merged_cells import unmerged
from jujur.intake.names import PlaceNames
from jujur.intake.placing import Placer
from jujur.intake.ragged import check_widths
from jujur.intake.sheet_areas import SheetAreas, stated_in
from jujur.intake.subtotals import TotalLine, check_totals
from jujur.intake.table_notes import column_notes, row_notes, sheet_notes
from jujur.intake.typed_cells import as_text, held, is_blank

Sheet = Mapping[str, Any]
_FEWEST_WORDS = 2


@dataclass(slots=True)
class Part:
    """The rows below one header, as raw lines: their numbers in the sheet, and what the sheet says of their area."""

    header: Header
    numbers: list[int] = field(default_factory=list)
    raws: list[RawRow] = field(default_factory=list)
    areas: list[SheetAreas] = field(default_factory=list)
    columns: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, number: int, raw: RawRow, areas: SheetAreas) -> None:
        """One more row."""
        self.numbers.append(number)
        self.raws.append(raw)
        self.areas.append(areas)

    def turn(self) -> None:
        """Turns the raw rows into ``columns``: typing a column at once is several times faster than typing rows."""
        self.columns = list(zip_longest(*self.raws, fillvalue=""))

    def values(self, index: int | None) -> Sequence[object]:
        """The raw cells of the column at ``index``, one a row; blanks where there is no such column."""
        in_sheet = index is not None and index < len(self.columns)
        return self.columns[index] if in_sheet and index is not None else [""] * len(self.raws)


@dataclass(slots=True)
class Table:
    """The rows of one sheet and what was noticed.

    ``says_nil``: the word NIHIL stands in the table instead of a row. ``lines`` has the number of every line below the header
    that is not blank, by what it was taken for.
    """

    rows: list[Row] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    says_nil: bool = False
    lines: dict[Kind, list[int]] = field(default_factory=dict)
    places: list[TablePlace] = field(default_factory=list)


class TableReader:
    """Reads the tables of one file. ``within`` is the kecamatan of the team that sent it, if it has one."""

    def __init__(
        self,
        form: Form,
        sha256: str,
        cells: CellReader,
        words: HeaderWords,
        names: PlaceNames | None = None,
        within: str | None = None,
    ) -> None:
        self._form, self._sha256, self._cells, self._words = form, sha256, cells, words
        self._names, self._within = names, within

    def read(self, sheet: Sheet, header: Header, areas: SheetAreas | None = None) -> Table:
        """All rows below ``header``, to the end of the sheet: a blank row ends nothing, data may follow it."""
        table, name = Table(), sheet["name"]
        sheet = {**sheet, "rows": unmerged(sheet, self._form, header)}
        parts, totals = self._sort_lines(table, sheet["rows"], header, areas or SheetAreas())
        placer = Placer(self._form, self._names, self._within)
        for part in parts:
            check_widths(sheet, part.header, part.raws, part.numbers)
            self._read_part(table, name, part, placer)
        table.places = [_place_of(name, part.header) for part in parts]
        table.notes += column_notes(sheet, self._form, [part.header for part in parts])
        table.notes += row_notes(sheet, self._form, table.rows, parts, self._cells)
        table.notes += placer.notes(name)
        table.notes += check_totals(name, self._form, totals, table.rows)
        table.notes += sheet_notes(sheet, table.lines)
        return table

    def _sort_lines(
        self, table: Table, rows: Sequence[RawRow], header: Header, areas: SheetAreas
    ) -> tuple[list[Part], list[TotalLine]]:
        parts: list[Part] = [Part(header)]
        totals: list[TotalLine] = []
        judge = LineJudge(self._form, header, self._cells, self._names)
        index, is_first, row_count, above_header = header.first_row, True, 0, 0
        while index < len(rows):
            raw = rows[index]
            index += 1
            if not raw or all(value == "" or is_blank(value) for value in raw):
                continue
            has_code = not is_first and judge.has_code(raw)
            kind = "row" if has_code else judge.kind(raw, is_first)
            is_first = is_first and kind == "COLUMN_NUMBERS"
            again = None if has_code or kind == "COLUMN_NUMBERS" else self._header_at(rows, index - 1, kind)
            if again is not None:
                table.lines.setdefault("REPEATED_HEADER", []).extend(range(index, again.first_row + 1))
                judge = LineJudge(self._form, again, self._cells, self._names)
                parts.append(Part(again))
                index, is_first, above_header = again.first_row, True, row_count
                continue
            table.lines.setdefault(kind, []).append(index)
            if kind == "row":
                row_count += 1
                parts[-1].add(index, raw, areas)
            elif kind == "SUBTOTAL":
                totals.append(TotalLine(index, raw, parts[-1].header, row_count, above_header))
                parts.append(Part(parts[-1].header))
            elif kind == "remark":
                areas = self._areas_after(raw, areas)
            elif kind == "nil":
                table.says_nil = True
        return parts, totals

    def _header_at(self, rows: Sequence[RawRow], index: int, kind: Kind) -> Header | None:
        """A second header that begins here; its columns may stand in another order."""
        is_likely = self._words.knows(rows[index]) >= (_FEWEST_WORDS if kind == "row" else 1)
        return self._words.at(rows, index) if is_likely else None

    def _areas_after(self, raw: RawRow, areas: SheetAreas) -> SheetAreas:
        """What is known of the area below a remark. A line that we do not understand may begin another kelurahan."""
        if self._names is None:
            return areas
        stated = stated_in(self._names, raw, areas, self._within)
        if stated is not None:
            return stated
        texts = [as_text(value) for value in raw if not is_blank(value)]
        named = self._names.look_up(texts[0], "kelurahan", areas.kecamatan or self._within)
        if named.code:
            return SheetAreas(self._names.parent(named.code), named.code, True, texts[0])
        return areas if is_harmless_remark(raw) else SheetAreas(areas.kecamatan, doubt=texts[0], meant=named)

    def _read_part(self, table: Table, sheet: str, part: Part, placer: Placer) -> None:
        part.turn()
        columns = {column.name: self._column(column, part) for column in self._form.columns}
        ids = [f"{self._sha256}|{sheet}|{number}" for number in part.numbers]
        placer.place(columns, part, ids)
        names = tuple(columns)
        rows = [
            Row(row_id, sheet, number, dict(zip(names, cells, strict=True)))
            for row_id, number, cells in zip(
                ids, part.numbers, zip(*columns.values(), strict=True), strict=True
            )
        ]
        table.rows += placer.without_hidden_totals(rows)

    def _column(self, column: Column, part: Part) -> list[Cell]:
        indices = part.header.columns.get(column.name)
        if indices is None:
            return [BLANK] * len(part.raws)
        if len(indices) == 1:
            return self._cells.read_all(column, part.values(indices[0]))
        return [_doubled(raw, indices) for raw in part.raws]


def _doubled(raw: RawRow, indices: Sequence[int]) -> Cell:
    """Two columns of the same meaning: which one counts is for the sender to say."""
    found = [raw[index] for index in indices if index < len(raw) and not is_blank(raw[index])]
    return held(" | ".join(map(as_text, found))) if found else BLANK


def _place_of(sheet: str, header: Header) -> TablePlace:
    columns = {name: tuple(indices) for name, indices in header.columns.items()}
    return TablePlace(sheet, header.row, header.first_row, columns)
