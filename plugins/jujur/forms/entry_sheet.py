"""The sheet "Isian": title, identity in plain sight, a two-row header and the rows to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby

from jujur.domain.forms import Column, Form
from jujur.forms.entry_title import write_title
from jujur.forms.growing_sheet import GrowingSheet
from jujur.forms.identity import NIL_LABEL, SUPERSEDES_LABEL, Filled, Identity
from jujur.forms.layout import Layout, Prefill
from jujur.forms.page import set_up_page
from jujur.forms.palette import Palette
from jujur.forms.questions import ask_about
from jujur.forms.typed_values import Shown, shown_as, write_shown

__all__ = ["NIL_LABEL", "SUPERSEDES_LABEL", "EntrySheet", "rows_of"]

# Rows offered for events, and how many are left free below items that are carried on. More may be inserted.
_EVENT_ROWS, _FREE_ROWS = 20, 8

Rows = Sequence[Mapping[str, int | str]]


def rows_of(form: Form, prefill: Prefill, values: Filled) -> Rows:
    """What stands in each row: what was known beforehand and, over it, what was typed."""
    count = len(prefill)
    if form.is_event:
        count = max(_EVENT_ROWS, len(values.rows), len(prefill) + _FREE_ROWS)
    known, typed = ([*rows, *[{}] * (count - len(rows))] for rows in (prefill, values.rows))
    return [{**known[number], **typed[number]} for number in range(count)]


class EntrySheet:
    """One sheet, written from top to bottom."""

    def __init__(
        self, sheet: GrowingSheet, form: Form, identity: Identity, layout: Layout, palette: Palette
    ) -> None:
        self._sheet, self._form, self._identity = sheet, form, identity
        self._layout, self._palette = layout, palette
        groups = groupby(form.columns, key=lambda column: column.group)
        self._groups = [(name, len(list(columns))) for name, columns in groups]
        self._starts = {0, *accumulate(count for _, count in self._groups)}

    def write(self, values: Filled, rows: Rows, known: int, sources: Mapping[str, str]) -> None:
        """Fill the sheet.

        :param known: so many first rows we wrote something into.
        :param sources: the cell range of each dropdown, by column name.
        """
        for index, points in enumerate(self._layout.widths):
            self._sheet.set_column_pixels(index, index, round(points / 0.75))
        head = write_title(self._sheet, self._form, self._identity, values, self._layout, self._palette)
        self._write_header(head)
        first, last = head + 2, head + 1 + max(len(rows), 1)
        self._write_rows(first, rows, known)
        for index, column in enumerate(self._form.columns):
            source = sources.get(column.name, "")
            ask_about(
                self._sheet, (first, index, last, index), self._form, column, source, self._identity.days
            )
        set_up_page(self._sheet, self._form, self._identity, self._layout, (head, first, last))
        entry = next((index for index, item in enumerate(self._form.columns) if not item.is_prefilled), 0)
        self._sheet.set_selection(first, entry, first, entry)

    def _write_header(self, row: int) -> None:
        """Groups above labels."""
        index = 0
        for group, count in self._groups:
            if count > 1:
                self._sheet.merge_range(row, index, row, index + count - 1, "", self._palette["group"])
            self._sheet.write_string(row, index, group, self._palette["group"])
            index += count
        for index, label in enumerate(self._layout.labels):
            style = self._palette.format("column", index in self._starts)
            self._sheet.write_string(row + 1, index, label, style)
        self._sheet.set_row(row, self._layout.group_height)
        self._sheet.set_row(row + 1, self._layout.label_height)

    def _write_rows(self, first: int, rows: Rows, known: int) -> None:
        for number, values in enumerate(rows):
            is_block_start = self._is_block_start(rows, number)
            for index, column in enumerate(self._form.columns):
                shown = shown_as(column.kind, values.get(column.name))
                name = self._style(column, shown, number < known)
                style = self._palette.format(name, index in self._starts, is_block_start, self._form.is_event)
                write_shown(self._sheet, first + number, index, shown, style)
            self._sheet.set_growing_row(first + number, self._layout.row_height(self._form, values))

    def _is_block_start(self, rows: Rows, number: int) -> bool:
        """Stations of one kelurahan belong together."""
        if self._form.unit_level != "tps" or number == 0:
            return False
        places = [column.name for column in self._form.columns if column.names == "kelurahan"]
        return any(rows[number].get(name) != rows[number - 1].get(name) for name in places)

    def _style(self, column: Column, shown: Shown, is_known: bool) -> str:
        """What we wrote stays as it is: codes of units, and the number of an item that is carried on."""
        if column.is_prefilled or (self._form.is_event and column.is_key and is_known):
            return "fixed"
        # A text where a number is expected gets the format of a text, or it would be one no longer when somebody edits it.
        return "text" if isinstance(shown, str) else column.kind
