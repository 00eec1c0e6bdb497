"""Finding the header of a form in a sheet, by the names, labels and aliases of the form (data, not code)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jujur.domain.forms import Column, Form
from jujur.intake.typed_cells import as_text, is_blank
from jujur.intake.wording import plain

_LOOK_DOWN = 60
_FEWEST = 3

RawRow = Sequence[object]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a form stand. Indices count from 0; ``first_row`` is the first row below the header.

    ``columns`` maps the name of a form's column to the indices that carry it: more than one means that the sender has
    two columns of the same meaning. ``unknown`` are header texts that mean nothing to the form,
    ``words`` the texts of the lowest header row, made comparable.
    """

    row: int
    first_row: int
    columns: dict[str, list[int]]
    labels: dict[str, str]
    unknown: tuple[str, ...]
    words: frozenset[str]


class HeaderWords:
    """Every spelling by which a form's columns are known. Spellings that fit two columns are known for none."""

    def __init__(self, form: Form) -> None:
        self._form = form
        words = [(word, column) for column in form.columns for word in sorted(_spellings(column))]
        words += [(plain(column.label), column) for column in form.columns]
        owners: dict[str, set[str]] = {}
        for word, column in words:
            owners.setdefault(word, set()).add(column.name)
        self._columns = {word: column for word, column in words if len(owners[word]) == 1}

    def find(self, rows: Sequence[RawRow]) -> Header | None:
        """The best header within the first rows, or None. Of equals the shorter, then the upper one wins."""
        candidates = [
            header
            for top in range(min(len(rows), _LOOK_DOWN))
            for height in (1, 2)
            if top + height <= len(rows)
            and _texts_in(rows[top + height - 1]) >= _FEWEST - 1
            and (header := self._match(top, rows[top : top + height])) is not None
        ]
        return max(
            candidates, key=lambda header: (len(header.columns), header.row - header.first_row), default=None
        )

    def _match(self, top: int, rows: Sequence[RawRow]) -> Header | None:
        columns: dict[str, list[int]] = {}
        labels: dict[str, str] = {}
        unknown: list[str] = []
        for index, (group, label) in enumerate(_texts(rows)):
            shown = " ".join(part for part in (group, label) if part)
            column = self._column(group, label)
            if column is not None:
                columns.setdefault(column.name, []).append(index)
                labels.setdefault(column.name, shown)
            elif shown:
                unknown.append(shown)
        keys = {column.name for column in self._form.columns if column.is_key}
        if len(columns) < _FEWEST or not keys <= columns.keys():
            return None
        words = frozenset(plain(raw) for raw in rows[-1] if isinstance(raw, str) and raw)
        return Header(top, top + len(rows), columns, labels, tuple(unknown), words)

    def _column(self, group: str, label: str) -> Column | None:
        """The column under ``group`` called ``label``.

        Under a heading of somebody else's a count is not known by its label alone: "DPT" below "Pengguna" is not the
        number of voters.
        """
        column = self._columns.get(plain(f"{group} {label}"))
        if column is None and label:
            column = self._columns.get(plain(label))
            if (
                column is not None
                and column.kind == "count"
                and group
                and plain(group) != plain(column.group)
            ):
                return None
        return column


def _texts_in(row: RawRow) -> int:
    return sum(isinstance(raw, str) and raw != "" for raw in row)


def _spellings(column: Column) -> set[str]:
    return {plain(word) for word in (column.name, f"{column.group} {column.label}", *column.aliases)}


def _texts(rows: Sequence[RawRow]) -> Iterator[tuple[str, str]]:
    """Group and label of every column. A group runs to the right until the next one, over columns that have a label."""
    labels = [as_text(raw) if isinstance(raw, str) and not is_blank(raw) else "" for raw in rows[-1]]
    if len(rows) == 1:
        yield from (("", label) for label in labels)
        return
    groups = [as_text(raw) if isinstance(raw, str) and not is_blank(raw) else "" for raw in rows[0]]
    width = max(len(labels), len(groups))
    labels += [""] * (width - len(labels))
    groups += [""] * (width - len(groups))
    running = ""
    for group, label in zip(groups, labels, strict=True):
        running = group or (running if label else "")
        yield running, label


def repeats_header(header: Header, row: RawRow) -> bool:
    """True if ``row`` is the header once more, as happens when two teams' tables are pasted together."""
    texts = {plain(raw) for raw in row if isinstance(raw, str) and raw}
    if len(texts) < _FEWEST:
        return False
    return len(texts & header.words) >= max(_FEWEST, len(header.words) // 2)
