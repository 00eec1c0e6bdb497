"""Finding the header of a form in a sheet, by the names, labels and aliases of the form (data, not code)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jujur.domain.forms import Form
from jujur.intake.header_paths import Path, RawRow, paths, texts_of
from jujur.intake.header_words import AREA_WORDS, REPLY_WORDS, STRICT, ColumnWords
from jujur.intake.headings_above import headings_of, texts_above
from jujur.intake.typed_cells import MARKS
from jujur.intake.wide_labels import is_wide
from jujur.intake.wording import plain

_LOOK_DOWN = 60
_MOST_REMEMBERED = 2_000
_TALLEST = 3
_LOOK_BELOW = 20
_FEWEST = 3
_UNITS = frozenset({"orang", "jiwa", "lembar", "kotak", "unit", "buah"})


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a form stand. Indices count from 0; ``first_row`` is the first row below the header.

    ``columns`` maps the name of a form's column to the indices that carry it: more than one means that the sender has
    two columns of the same meaning. ``areas`` are columns of area names that the form itself does not have, by level.
    ``unknown`` are header texts that mean nothing to the form, ``reply`` how many columns are our own answer come back,
    ``words`` the texts of each header row, made comparable.
    """

    row: int
    first_row: int
    columns: dict[str, list[int]]
    labels: dict[str, str]
    unknown: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    areas: dict[str, int] = field(default_factory=dict)
    reply: int = 0


@dataclass(slots=True)
class _Layout:
    """What the texts of a header mean, wherever it stands."""

    words: tuple[frozenset[str], ...]
    columns: dict[str, list[int]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    areas: dict[str, int] = field(default_factory=dict)
    reply: int = 0


class HeaderWords:
    """Finds headers of one form."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._words = ColumnWords(form)
        self._layouts: dict[tuple[tuple[Path, ...], tuple[Path, ...]], _Layout] = {}
        self._demanded = {column.name for column in form.keys} if not form.is_event else set()

    def find(self, rows: Sequence[RawRow], is_named: bool = False) -> Header | None:
        """The best header within the first rows, or None. Of equals the shorter, then the upper one wins.

        ``is_named`` says that the sheet itself, by its tab or a line above the table, names the kelurahan.
        """
        known = [self.knows(row) for row in rows[: _LOOK_DOWN + _TALLEST - 1]]
        candidates = [
            header
            for top in range(min(len(rows), _LOOK_DOWN))
            if known[top]
            for header in self._at(rows, top, known, is_named)
        ]
        return max(candidates, key=_quality, default=None)

    def at(self, rows: Sequence[RawRow], top: int, is_named: bool = False) -> Header | None:
        """The header that begins exactly at ``top``, or None: a second table below the first."""
        known = {row: self.knows(rows[row]) for row in range(top, min(top + _TALLEST, len(rows)))}
        return max(self._at(rows, top, known, is_named), key=_quality, default=None)

    def knows(self, row: RawRow) -> int:
        """How many cells of ``row`` hold words of this form's headers."""
        parts = self._words.parts
        return sum(1 for raw in row if type(raw) is str and raw and plain(raw) in parts)

    def _at(
        self, rows: Sequence[RawRow], top: int, known: Sequence[int] | dict[int, int], is_named: bool
    ) -> list[Header]:
        found = []
        seen = 0
        for height in range(1, min(_TALLEST, len(rows) - top) + 1):
            lowest = top + height - 1
            seen += known[lowest]
            if known[lowest] < _FEWEST - 1 and _has_numbers(rows[lowest]):
                # A row of figures is no part of a header, even if a word in it, like "buka" or "jumlah", also occurs in one.
                break
            if seen >= _FEWEST:
                header = self._match(rows, top, height, is_named)
                if header is not None:
                    found.append(header)
        return found

    def _match(self, rows: Sequence[RawRow], top: int, height: int, is_named: bool) -> Header | None:
        texts = tuple(tuple(texts_of(row)) for row in rows[top : top + height])
        layout = self._layout(texts, texts_above(rows, top))
        layout = self._without_headings(layout, texts, rows[top + height : top + height + _LOOK_BELOW])
        if not self._is_enough(layout, is_named):
            return None
        below = rows[top + height] if top + height < len(rows) else ()
        if self._goes_on(layout.columns, texts[-1], below):
            return None
        return Header(
            top,
            top + height,
            layout.columns,
            layout.labels,
            tuple(layout.unknown),
            layout.words,
            layout.areas,
            layout.reply,
        )

    def _layout(self, texts: tuple[Path, ...], above: tuple[Path, ...]) -> _Layout:
        """What the header texts mean. Remembered: the workbooks of a batch have few headers between them."""
        layout = self._layouts.get((texts, above))
        if layout is None:
            if len(self._layouts) > _MOST_REMEMBERED:
                self._layouts.clear()
            layout = self._layouts[texts, above] = self._read_layout(texts, above)
        return layout

    def _read_layout(self, texts: tuple[Path, ...], above: tuple[Path, ...]) -> _Layout:
        layout = _Layout(words=tuple(frozenset(plain(text) for text in row if text) for row in texts))
        found = paths(texts)
        headings = headings_of(above, found)
        areas: dict[str, list[int]] = {}
        for index, path in enumerate(found):
            shown = " ".join(path)
            column = self._words.find(path)
            if column is not None and column.kind in STRICT:
                column = column if self._words.fits(headings[index], column) else None
            level = AREA_WORDS.get(plain(path[-1])) if path else None
            if column is not None:
                layout.columns.setdefault(column.name, []).append(index)
                layout.labels.setdefault(column.name, shown)
            elif path and plain(path[-1]) in REPLY_WORDS:
                layout.reply += 1
            elif level is not None:
                areas.setdefault(level, []).append(index)
            elif shown:
                layout.unknown.append(shown)
        layout.areas = {level: indices[0] for level, indices in areas.items() if len(indices) == 1}
        return layout

    def _without_headings(self, layout: _Layout, texts: Sequence[Path], below: Sequence[RawRow]) -> _Layout:
        """Without the labels that stand over several columns of figures: which of them counts is not for us to guess.

        "Suara sah" merged over one column a candidate would otherwise make the first one's votes the valid votes.
        """
        # Fields beyond the header's own have slipped there, which is another matter.
        width = max(map(len, texts))
        bare = {index for index in range(width) if not any(index < len(row) and row[index] for row in texts)}
        if not bare:
            return layout
        wide = {
            name: layout.labels[name]
            for name, indices in layout.columns.items()
            if self._form.column(name).kind in STRICT
            and any(is_wide(index, bare, texts, below) for index in indices)
        }
        if not wide:
            return layout
        return replace(
            layout,
            columns={name: indices for name, indices in layout.columns.items() if name not in wide},
            labels={name: label for name, label in layout.labels.items() if name not in wide},
            unknown=[*layout.unknown, *(f"{label} (di atas beberapa kolom)" for label in wide.values())],
        )

    def _is_enough(self, layout: _Layout, is_named: bool) -> bool:
        """Enough of the form, and a way to tell which unit a row is about: its code, or its name or number."""
        columns, areas = layout.columns, layout.areas
        if len(columns) + len(areas) < _FEWEST or len(columns) < _FEWEST - 1:
            return False
        if self._form.unit_level == "kelurahan" and "tps" in areas:
            # Its rows are about stations: taken for kelurahan, each would contradict the next.
            return False
        if self._demanded <= columns.keys():
            return True
        named = {self._form.column(name).names for name in columns} | areas.keys()
        level = self._form.unit_level
        return level in named or (is_named and level == "kelurahan")

    def _goes_on(self, columns: dict[str, list[int]], labels: Sequence[str], below: RawRow) -> bool:
        """True if ``below`` is one more row of the header: words where figures should be, and no unit.

        "DPT" above "Lk", "Pr", "Jml" is a heading, and whoever takes it for a label takes the men for all voters.
        """
        if self._form.is_event:
            return False
        texts = {
            index: text for index, text in enumerate(texts_of(below)) if text and plain(text) not in _UNITS
        }
        cells = [raw for raw in below if raw not in ("", None)]
        if any(not isinstance(raw, str) for raw in cells) or any(map(_is_figure, texts.values())):
            return False
        kinds = {index: self._form.column(name) for name, indices in columns.items() for index in indices}
        if any(index in kinds and (kinds[index].is_key or kinds[index].names) for index in texts):
            return False
        bare = {index for index, label in enumerate(labels) if not label}
        return any(
            kinds[index].kind in STRICT if index in kinds else index in bare or index >= len(labels)
            for index in texts
        )


def _quality(header: Header) -> tuple[int, int]:
    return len(header.columns) + len(header.areas), header.row - header.first_row


def _is_figure(text: str) -> bool:
    return any(letter.isdigit() for letter in text) or text.casefold() in MARKS


def _has_numbers(row: RawRow) -> bool:
    return any(type(raw) in (float, int) or (type(raw) is str and raw.isdigit()) for raw in row)


def repeats_header(header: Header, row: RawRow) -> bool:
    """True if ``row`` is a row of the header once more, as happens when two teams' tables are pasted together."""
    texts = {plain(raw) for raw in row if isinstance(raw, str) and raw}
    for words in header.words:
        common = len(texts & words)
        if common >= 2 and (common == len(words) or common >= max(_FEWEST, len(words) // 2)):
            return True
    return False
