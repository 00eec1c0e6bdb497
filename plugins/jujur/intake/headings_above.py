"""The rows right above a header: headings that change what a label means, or a title that does not."""

from __future__ import annotations

from collections.abc import Sequence

from jujur.intake.header_paths import Path, RawRow, paths, texts_of
from jujur.intake.header_words import is_statement
from jujur.intake.typed_cells import MARKS

_LEVELS = 2


def texts_above(rows: Sequence[RawRow], top: int) -> tuple[Path, ...]:
    """The texts of up to two rows right above a header that may be headings: what they say must not be overlooked."""
    above: list[Path] = []
    for row in reversed(rows[max(0, top - _LEVELS) : top]):
        texts = tuple(texts_of(row))
        is_words = all(isinstance(raw, str) or raw is None for raw in row) and any(texts)
        if not is_words or any(_is_value(text) for text in texts if text) or is_statement(texts):
            break
        above.append(texts)
    return tuple(above)


def _is_value(text: str) -> bool:
    return text.casefold() in MARKS or not any(letter.isalpha() for letter in text)


def headings_of(above: Sequence[Path], found: Sequence[Path]) -> list[Path]:
    """What the rows ``above`` say about each column; a title, which stands alone at the left edge, says nothing."""
    first = next((index for index, path in enumerate(found) if path), 0)
    labels = [path[-1] if path else "" for path in found]
    headings: list[Path] = [()] * len(found)
    for texts in above:
        standing = [index for index, text in enumerate(texts) if text]
        if len(standing) > 1 or standing[0] > first:
            over = paths([texts, labels])
            headings = [path + over[index][:-1] for index, path in enumerate(headings)]
    return headings
