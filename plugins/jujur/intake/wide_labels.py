"""Labels that stand over several columns of figures, as "Suara sah" does over one column a candidate."""

from __future__ import annotations

from collections.abc import Sequence, Set

from jujur.intake.header_paths import Path, RawRow


def is_wide(index: int, bare: Set[int], texts: Sequence[Path], below: Sequence[RawRow]) -> bool:
    """True if the label of column ``index`` also stands over the figures to its right.

    One bare column beside a label that has a heading of its own is the total that nobody labelled.
    """
    run = 0
    while index + run + 1 in bare and _holds_figures(below, index + run + 1):
        run += 1
    is_below_heading = any(any(row[: index + 1]) for row in texts[:-1]) and not any(
        index < len(row) and row[index] for row in texts[:-1]
    )
    return run > 1 or (run == 1 and not is_below_heading)


def _holds_figures(rows: Sequence[RawRow], index: int) -> bool:
    """True if the column holds numbers in two rows or more, or in all there are: one stray number is no column."""
    numbers = [index < len(row) and _is_number(row[index]) for row in rows]
    return sum(numbers) > 1 or (any(numbers) and len(rows) == 1)


def _is_number(raw: object) -> bool:
    """True for a number, a formula, and a text of digits however they are grouped."""
    if isinstance(raw, str):
        return any(map(str.isdigit, raw)) and not any(map(str.isalpha, raw))
    return type(raw) in (float, int) or (isinstance(raw, dict) and "f" in raw)
