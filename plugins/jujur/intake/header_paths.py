"""What stands above a column in a header of one to three rows whose cells may be merged.

A merged cell has its text in its first row and column and nothing in the rest, so a heading over several columns and a
label over several rows both look like a text beside or above blanks.
"""

from __future__ import annotations

from collections.abc import Sequence

from jujur.intake.typed_cells import as_text, is_blank

RawRow = Sequence[object]
Path = tuple[str, ...]


def texts_of(row: RawRow) -> list[str]:
    """The texts of a row; anything else, and what cannot be seen, is "" (headers are words)."""
    return [as_text(raw) if isinstance(raw, str) and raw and not is_blank(raw) else "" for raw in row]


def paths(rows: Sequence[Sequence[str]]) -> list[Path]:
    """For each column its headings from the top down, the label last; () for a column without any.

    A heading runs to the right until the next one, over columns that have something of their own below it. A text with
    nothing below it is a label, and labels do not run.
    """
    width = max(map(len, rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    running = [""] * len(rows)
    found: list[Path] = []
    for own in zip(*padded, strict=True):
        last = max((level for level, text in enumerate(own) if text), default=-1)
        path = []
        for level, text in enumerate(own):
            if text and level < last:
                running[level:] = [text, *[""] * (len(rows) - level - 1)]
            elif level >= last:
                running[level] = ""
            if level <= last and (text or running[level]):
                path.append(text or running[level])
        found.append(tuple(path))
    return found
