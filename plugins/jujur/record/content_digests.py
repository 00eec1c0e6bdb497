"""Digests of what teams wrote: equal digests say the same thing about a unit (P11)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from jujur.domain.cells import Cell, CellState, CellValue
from jujur.domain.forms import Form
from jujur.domain.submissions import Row
from jujur.record.canonical import sha256_hex

_MOST_REMEMBERED = 20_000


class _Values(dict[CellValue, str]):
    """How each value is written. A file repeats few of them."""

    def __missing__(self, value: CellValue) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[value] = text = _written([CellState.NILAI, value])
        return text


class ContentDigests:
    """The digests of rows of one form: the sha256 over what the team filled in, state by state.

    Over canonical JSON (RFC 8785) of the data columns by name: ``[state, value]``, and for a held cell what stood there too.
    """

    def __init__(self, form: Form) -> None:
        self._names = sorted(column.name for column in form.data_columns)
        # Names are ASCII identifiers: their order is that of RFC 8785, and nothing in them needs escaping.
        self._frame = "{" + ",".join(f'"{name}":%s' for name in self._names) + "}"
        self._values = _Values()
        self._blank = _written([CellState.TIDAK_DIISI, None])

    def of(self, row: Row) -> tuple[str, bool]:
        """The digest of a row, and whether the team filled anything in at all."""
        has_value, values, cells = CellState.NILAI, self._values, row.cells
        written = [
            values[cell.value] if cell.state is has_value else self._without_value(cell)
            for cell in map(cells.__getitem__, self._names)
        ]
        text = self._frame % tuple(written)
        return sha256_hex(text.encode()), any(item is not self._blank for item in written)

    def _without_value(self, cell: Cell) -> str:
        if cell.state is CellState.TIDAK_DIISI:
            return self._blank
        held = [cell.raw.strip()] if cell.state is CellState.DITAHAN else []
        return _written([cell.state, cell.value, *held])


def _written(said: Iterable[CellValue]) -> str:
    return json.dumps(list(said), ensure_ascii=False, separators=(",", ":"))
