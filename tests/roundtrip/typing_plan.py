"""What a team types into each kind of cell, and what must arrive: the state and the value."""

from __future__ import annotations

from itertools import count
from typing import Any

from jujur.domain.cells import CellState
from jujur.domain.forms import Column, Form

Expected = tuple[CellState, int | str | None]

BLANK: tuple[str, Expected] = ("", (CellState.TIDAK_DIISI, None))
_MARKS: list[tuple[str, Expected]] = [
    ("x", (CellState.TIDAK_BERLAKU, None)),
    ("#", (CellState.TIDAK_DAPAT_DIAKSES, None)),
    ("?", (CellState.TIDAK_TAHU, None)),
    ("tidak berlaku", (CellState.TIDAK_BERLAKU, None)),
    ("tidak dapat diakses", (CellState.TIDAK_DAPAT_DIAKSES, None)),
    ("tidak tahu", (CellState.TIDAK_TAHU, None)),
]


def _value(value: int | str) -> Expected:
    return CellState.NILAI, value


_TYPED: dict[str, list[tuple[str, Expected]]] = {
    "count": [("208", _value(208)), ("0", _value(0)), ("7", _value(7)), ("9999", _value(9999))],
    "decimal": [
        ("12.5", _value("12.5")),
        ("12,5", _value("12.5")),
        ("0", _value("0")),
        ("7", _value("7")),
        ("0.25", _value("0.25")),
    ],
    "date": [
        ("2024-02-13", _value("2024-02-13")),
        ("13 Februari 2024", _value("2024-02-13")),
        ("14/02/2024", _value("2024-02-14")),
    ],
    "time": [("07.15", _value("07:15")), ("13:00", _value("13:00")), ("00.05", _value("00:05"))],
    "instant": [
        ("14 Februari 2024 pukul 21.30", _value("2024-02-14T21:30:00+07:00")),
        ("Rabu, 14 Februari 2024 pukul 07.05 WIB", _value("2024-02-14T07:05:00+07:00")),
    ],
    # The last three would be formulas in a cell that were not made for text.
    "text": [
        ("Aman; tidak ada catatan.", _value("Aman; tidak ada catatan.")),
        ("Jalan licin, “tergenang”", _value("Jalan licin, “tergenang”")),
        ("=1+1", _value("=1+1")),
        ("+ dua petugas", _value("+ dua petugas")),
        ("@desk: sudah disampaikan", _value("@desk: sudah disampaikan")),
    ],
    "code": [("001", _value("001")), ("TL-07", _value("TL-07")), ("901", _value("901"))],
}


class TypingPlan:
    """Walks through the words of each kind, so that every kind of cell sees values, marks and blanks."""

    def __init__(self, form: Form, lists: dict[str, list[str]]) -> None:
        self._form, self._lists, self._turn = form, lists, count()

    def row(self, number: int) -> dict[str, tuple[str, Expected]]:
        """The words of one row by column; every fifth row stays blank."""
        if number % 5 == 4:
            return self.blank()
        return {column.name: self._cell(column, number) for column in self._form.data_columns}

    def blank(self) -> dict[str, tuple[str, Expected]]:
        """A row into which nothing is typed."""
        return {column.name: BLANK for column in self._form.data_columns}

    def _cell(self, column: Column, number: int) -> tuple[str, Expected]:
        if column.is_key:
            return f"TL-{number:02d}", _value(f"TL-{number:02d}")
        words: list[tuple[str, Expected]] = [(word, _value(word)) for word in column.choices]
        # An entry "16.72.04.1001 Lubuk Buntak" is read as its code.
        words += [(entry, _value(entry.split()[0])) for entry in self._lists.get(column.name, ())]
        words = words or _TYPED[column.kind]
        known = {word for word, _ in words}
        words = [*words, BLANK, *(mark for mark in _MARKS if mark[0] not in known)]
        return words[next(self._turn) % len(words)]


def seen(cell: Any) -> Expected:
    """A cell that was read, as compared: how it was spelt is not."""
    return cell.state, cell.value
