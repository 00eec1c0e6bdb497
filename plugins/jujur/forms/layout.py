"""The measures of an entry sheet, worked out before it is written: columns, header rows, what stays in sight.

Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from jujur.domain.forms import Column, Form
from jujur.forms.measure import breakable, height, line_count, longest_word, width
from jujur.forms.pages import Pages, fit_pages

BODY, LABEL = 10.0, 9.0
EVENT_ROW, UNIT_ROW = 24.0, 16.0
_PADDING = 7.0
_LABEL_LINES = 5
_WIDEST_LABEL = 80.0
_TEXT = {True: 120.0, False: 110.0}
_CONTENT = {"count": 36.0, "decimal": 42.0, "date": 66.0, "time": 40.0, "instant": 88.0}

Prefill = Sequence[Mapping[str, int | str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """``widths`` and ``labels`` by column; the ``frozen`` first columns stay in sight and are repeated on every page."""

    widths: tuple[float, ...]
    labels: tuple[str, ...]
    group_height: float
    label_height: float
    frozen: int
    pages: Pages

    def span(self, first: int, wanted: float) -> int:
        """The last column of the fewest columns from ``first`` on that are at least ``wanted`` wide together."""
        for index, reached in enumerate(accumulate(self.widths[first:]), start=first):
            if reached >= wanted:
                return index
        return len(self.widths) - 1

    def row_height(self, form: Form, values: Mapping[str, int | str]) -> float:
        """The height of a row with these texts in it, and not less than a hand needs to write in it."""
        lines = (
            line_count(str(values.get(column.name, "")), room - _PADDING, BODY)
            for column, room in zip(form.columns, self.widths, strict=True)
        )
        return max(EVENT_ROW if form.is_event else UNIT_ROW, height(max(lines), BODY))


def lay_out(form: Form, prefill: Prefill, lists: Mapping[str, Sequence[str]], rows: int) -> Layout:
    """The measures of ``form`` with these prefilled rows and dropdown entries, and ``rows`` rows in all."""
    labels = [breakable(column.label, _WIDEST_LABEL - _PADDING, LABEL, True) for column in form.columns]
    widths = [
        _column_width(_content_width(form, column, prefill, lists.get(column.name, ())), label)
        for column, label in zip(form.columns, labels, strict=True)
    ]
    groups = [(name, len(list(columns))) for name, columns in groupby(form.columns, key=lambda c: c.group)]
    _widen_for_groups(widths, groups)
    frozen = max(1, sum(1 for column in form.columns if column.is_prefilled))
    group_height = height(max(_group_lines(widths, groups)), LABEL)
    label_height = height(
        max(
            line_count(label, room - _PADDING, LABEL, True)
            for label, room in zip(labels, widths, strict=True)
        ),
        LABEL,
    )
    starts = {0, *accumulate(count for _, count in groups)}
    body = rows * (EVENT_ROW if form.is_event else UNIT_ROW)
    pages = fit_pages(widths, frozen, starts, body, group_height + label_height)
    return Layout(tuple(widths), tuple(labels), group_height, label_height, frozen, pages)


def _column_width(content: float, label: str) -> float:
    """Wide enough for what will stand in it, for the longest word above it, and for its label in a few lines."""
    room = max(content, min(longest_word(label, LABEL, True), _WIDEST_LABEL) + _PADDING)
    while room < _WIDEST_LABEL and line_count(label, room - _PADDING, LABEL, True) > _LABEL_LINES:
        room += 2
    return room


def _content_width(form: Form, column: Column, prefill: Prefill, entries: Sequence[str]) -> float:
    if column.is_prefilled:
        shown = {str(row.get(column.name, "")) for row in prefill}
        return max((width(text, BODY) for text in shown), default=0.0) + _PADDING
    if column.kind == "text":
        return _TEXT[form.is_event]
    if entries:
        # A dropdown's words are wrapped, into three lines at most where they are long.
        return max(
            44.0,
            *(longest_word(entry, BODY) + _PADDING for entry in entries),
            *(width(entry, BODY) / 3 + 12 for entry in entries),
        )
    return _CONTENT.get(column.kind, 50.0)


def _widen_for_groups(widths: list[float], groups: Sequence[tuple[str, int]]) -> None:
    """A narrow group is widened until the longest word of its heading fits."""
    first = 0
    for name, count in groups:
        missing = longest_word(name, LABEL, True) + _PADDING - sum(widths[first : first + count])
        if missing > 0:
            for index in range(first, first + count):
                widths[index] += missing / count
        first += count


def _group_lines(widths: Sequence[float], groups: Sequence[tuple[str, int]]) -> list[int]:
    lines, first = [], 0
    for name, count in groups:
        lines.append(line_count(name, sum(widths[first : first + count]) - _PADDING, LABEL, True))
        first += count
    return lines
