"""Putting rows in their places: keys from names where codes are missing, and one note for what was found that way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jujur.domain.areas import Level
from jujur.domain.cells import Cell, value_cell
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import ReadingNote, Row
from jujur.intake.headers import Header
from jujur.intake.names import PlaceNames, read_number
from jujur.intake.sheet_areas import SheetAreas
from jujur.intake.subtotals import RunningSums
from jujur.intake.typed_cells import held
from jujur.intake.units import Unit, UnitFinder, Written

if TYPE_CHECKING:
    from jujur.intake.tables import Part

_RESTARTED = (
    "kode TPS, atau nama kelurahan pada setiap baris; nomor TPS mulai lagi di bawah jumlah atau judul kolom"
)
_SUMMED = "kode TPS; angka baris ini sama dengan jumlah baris-baris di atasnya"
_LEVELS: dict[str, Level] = {"kode_kecamatan": "kecamatan", "kode_kelurahan": "kelurahan"}


class Placer:
    """Places the rows of one sheet, part by part. Without names, keys stay as they are written."""

    def __init__(self, form: Form, names: PlaceNames | None, within: str | None) -> None:
        self._form, self._names, self._within = form, names, within
        self._finder = UnitFinder(form, names) if names and not form.is_event and form.keys else None
        self._resolved: list[Unit] = []
        self._by_sheet = 0
        self._problems: dict[tuple[str, str, str], tuple[int, int, str]] = {}
        self._by_name: set[str] = set()
        self._highest: dict[int, int] = {}
        self._sums = RunningSums(form)

    def place(self, columns: dict[str, list[Cell]], part: Part, ids: Sequence[str]) -> None:
        """Replaces in ``columns`` the keys, and other codes, that names stand for. ``ids``: one a row."""
        if self._names is None:
            return
        if self._finder is not None:
            self._place_units(columns, part, ids)
        for column in self._form.columns:
            if column.name in _LEVELS and not column.is_key:
                self._place_codes(column, columns[column.name], columns, part.numbers, ids)
            elif column.names == "tps" and column.kind == "code":
                self._place_numbers(columns[column.name], columns)

    def _place_units(self, columns: dict[str, list[Cell]], part: Part, ids: Sequence[str]) -> None:
        assert self._finder is not None
        keys = columns[self._form.keys[0].name]
        codes = columns.get("kode_kelurahan", []) if self._form.unit_level == "tps" else []
        named = [part.values(self._index(part.header, level)) for level in ("kecamatan", "kelurahan", "tps")]
        highest = dict(self._highest)
        for position, (kecamatan, kelurahan, tps) in enumerate(zip(*named, strict=True)):
            code = codes[position].raw if codes else ""
            written = Written(keys[position], code, kecamatan, kelurahan, tps)
            areas = part.areas[position]
            unit = self._finder.find(written, areas, self._within)
            if unit.by_sheet:
                unit = self._unless_restarted(unit, areas, highest)
            keys[position] = unit.key
            if unit.problem or unit.by_name:
                self._remember(unit, ids[position], part.numbers[position])

    def _unless_restarted(self, unit: Unit, areas: SheetAreas, highest: dict[int, int]) -> Unit:
        """A number that comes again below a total or a second header is probably of another kelurahan."""
        number = int(str(unit.key.value)[-3:]) if self._form.unit_level == "tps" else 0
        if number <= highest.get(id(areas), -1):
            return Unit(held(unit.key.raw), problem="NAME_SUGGESTED", found=unit.found, expected=_RESTARTED)
        self._highest[id(areas)] = max(number, self._highest.get(id(areas), -1))
        return unit

    def _remember(self, unit: Unit, row_id: str, number: int) -> None:
        if unit.problem:
            self._complain(unit.problem, unit.found, unit.expected, number, row_id)
        elif unit.by_name:
            self._resolved.append(unit)
            self._by_name.add(row_id)
            self._by_sheet += unit.by_sheet

    def _complain(self, problem: str, found: str, expected: str, number: int, row_id: str) -> None:
        first, count, first_id = self._problems.get((problem, found, expected), (number, 0, row_id))
        self._problems[problem, found, expected] = (first, count + 1, first_id)

    def _place_codes(
        self,
        column: Column,
        cells: list[Cell],
        columns: dict[str, list[Cell]],
        numbers: Sequence[int],
        ids: Sequence[str],
    ) -> None:
        """A column of area codes may hold names instead."""
        assert self._names is not None
        level = _LEVELS[column.name]
        for position, cell in enumerate(cells):
            if not isinstance(cell.value, str) or self._names.gazetteer.get(cell.value):
                continue
            named = self._names.look_up(cell.raw, level, self._within)
            code = named.code
            if self._finder is not None:
                key = columns[self._form.keys[0].name][position].value
                parent = self._names.stations.get(str(key), "")
                code = parent if parent in named.codes else None
            if code:
                cells[position] = value_cell(code, cell.raw)
                unit = Unit(cells[position], by_name=True, found=cell.raw, expected=code)
                self._resolved += [] if self._finder else [unit]
            elif self._finder is None:
                cells[position] = held(cell.raw)
                meant = self._names.shown(named.meant.code) if named.meant else ""
                expected = f"mungkin maksud Anda: {meant}" if meant else "nama atau kode dari daftar wilayah"
                problem = "LOOKALIKE" if named.has_lookalikes else "NAME_SUGGESTED"
                self._complain(problem, cell.raw, expected, numbers[position], ids[position])

    def _place_numbers(self, cells: list[Cell], columns: dict[str, list[Cell]]) -> None:
        """The number of a TPS in its own form, "001", once it is certain which TPS is meant."""
        assert self._names is not None
        codes = columns[self._form.keys[0].name] if self._finder else columns.get("kode_kelurahan", [])
        for position, code in enumerate(codes):
            written = cells[position].value
            if written is None or (self._finder and str(code.value)[-3:] == written):
                continue
            number = read_number(cells[position].raw)
            station = code.value if self._finder else None
            if not self._finder and isinstance(code.value, str) and number is not None:
                station = self._names.station(code.value, number)
            if not isinstance(station, str) or number is None or station not in self._names.stations:
                continue
            if number == int(station[-3:]) and cells[position].value != station[-3:]:
                cells[position] = value_cell(station[-3:], cells[position].raw)

    def _index(self, header: Header, level: str) -> int | None:
        """The column of raw cells that names the area of ``level``; None if there is none, or there are two."""
        for column in self._form.columns:
            indices = header.columns.get(column.name, [])
            if column.names == level and len(indices) == 1:
                return indices[0]
        return header.areas.get(level)

    def without_hidden_totals(self, rows: list[Row]) -> list[Row]:
        """``rows`` with the keys held of those that were found by name and are the sum of the rows before them."""
        if self._finder is None or not self._by_name:
            return rows
        key = self._form.keys[0].name
        part = RunningSums(self._form)
        for position, row in enumerate(rows):
            if row.row_id in self._by_name and (part.equal(row) or self._sums.equal(row)):
                cell = held(row.cells[key].raw or "?")
                rows[position] = replace(row, cells={**row.cells, key: cell})
                self._complain("NAME_SUGGESTED", cell.raw, _SUMMED, row.row_number, row.row_id)
            part.add(row)
            self._sums.add(row)
        return rows

    def notes(self, sheet: str) -> list[ReadingNote]:
        """What the sender is told: all names that were found in one note, each one that was not in its own."""
        notes = []
        if self._resolved:
            first = self._resolved[0]
            found = f"{len(self._resolved)} baris dikenali dari nama, misalnya {first.found or first.key.raw}"
            notes.append(_note("NAME_RESOLVED", sheet, None, found, str(first.key.value)))
        if self._by_sheet:
            found = f"{self._by_sheet} baris tanpa kelurahan; diambil dari nama atau judul lembar"
            notes.append(_note("SHEET_AS_AREA", sheet, None, found, "kelurahan pada setiap baris"))
        for (problem, text, expected), (number, count, row_id) in self._problems.items():
            found = f"{text} ({count} baris)" if count > 1 else text
            notes.append(ReadingNote(problem, sheet, number, None, found, expected, row_id))
        return notes


def _note(code: str, sheet: str, number: int | None, found: str, expected: str) -> ReadingNote:
    return ReadingNote(code, sheet, number, None, found, expected)
