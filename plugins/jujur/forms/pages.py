"""How a wide sheet falls on A4 pages: readable first, then on as few pages as it takes.

Nothing is printed smaller than ``SMALLEST`` of its size on screen: a form too wide for that goes over several pages side
by side, broken between groups of columns, each with the columns that name the row. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

# Smaller than this, and the label of a column would be less than 7 points on paper.
SMALLEST = 0.78
SIDE, TOP, BOTTOM = 28.8, 32.4, 43.2
_PAPER = (841.9 - 2 * SIDE, 595.3 - TOP - BOTTOM)
# Programs differ by a few percent in how wide they print a column.
_SLACK = 0.93


@dataclass(frozen=True, slots=True)
class Pages:
    """A page begins before each of the columns ``breaks``; ``percent`` is None where the whole width goes on one page."""

    breaks: tuple[int, ...] = ()
    percent: int | None = None


def fit_pages(widths: Sequence[float], frozen: int, starts: set[int], body: float, head: float) -> Pages:
    """The pages for columns of these widths.

    :param frozen: so many first columns are repeated on every page.
    :param starts: the columns at which a group begins.
    :param body: the height of all rows together; ``head``: of the header rows, which are repeated as well.
    """
    if sum(widths) * SMALLEST <= _PAPER[0]:
        return Pages()
    tries = []
    for percent in range(100, round(SMALLEST * 100) - 1, -1):
        breaks = _breaks(widths, frozen, starts, _PAPER[0] * _SLACK * 100 / percent)
        tall = ceil(body / (_PAPER[1] * _SLACK * 100 / percent - head))
        tries.append(((len(breaks) + 1) * tall, Pages(breaks, percent)))
    # Of equals the first, which is the largest print.
    return min(tries, key=lambda item: item[0])[1]


def _breaks(widths: Sequence[float], frozen: int, starts: set[int], paper: float) -> tuple[int, ...]:
    """The columns before which a page begins; inside a group only where the group alone is wider than a page."""
    repeated = sum(widths[:frozen])
    breaks: list[int] = []
    page = index = frozen
    while index < len(widths):
        if repeated + sum(widths[page : index + 1]) > paper and index > page:
            page = index = max((start for start in starts if page < start <= index), default=index)
            breaks.append(page)
        index += 1
    return tuple(breaks)
