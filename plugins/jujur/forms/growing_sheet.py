"""A worksheet some of whose rows have a height to begin with and grow with their text, for which xlsxwriter has no call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet


class GrowingSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter is untyped
    """A row with a height of its own never grows again: a long text in it would be cut off on screen and on paper."""

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()

    def set_growing_row(self, row: int, points: float) -> None:
        """Give ``row`` a height that the spreadsheet program may change."""
        self.set_row(row, points)
        self._growing.add(row)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        if tag == "row" and attributes[0][1] - 1 in self._growing:
            attributes = [item for item in attributes if item[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
