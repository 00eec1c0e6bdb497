"""How much room a text needs in Arial, so that columns, header rows and pages can be planned. All lengths in points.

A spreadsheet program fits rows and columns to their text only when a person asks it to; a workbook that is to open and print
well must know the sizes beforehand. Widths are the font's own advance widths in thousandths of its size (Liberation Sans has
the same ones).
"""

from __future__ import annotations

import re

_DIGIT = 556
_WIDTHS = {
    **dict.fromkeys("ijl'’|", 215),
    **dict.fromkeys("ft.,:;/!I []·", 278),
    **dict.fromkeys('r-()“”"', 335),
    **dict.fromkeys("ckszvxyJ", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("W%", 930),
}
# Bold letters are wider by about this much.
_BOLD = 1.07
_LINE = 1.22
_PIECES = re.compile(r"[^ -]*[ -]|[^ -]+")


def width(text: str, size: float, is_bold: bool = False) -> float:
    """The width of ``text`` on one line."""
    thousandths = sum(_WIDTHS.get(letter, _DIGIT) for letter in text)
    return thousandths * size * (_BOLD if is_bold else 1.0) / 1000


def longest_word(text: str, size: float, is_bold: bool = False) -> float:
    """The width of the widest piece that is not broken into two lines."""
    return max((width(piece.rstrip(), size, is_bold) for piece in _PIECES.findall(text)), default=0.0)


def breakable(text: str, room: float, size: float, is_bold: bool = False) -> str:
    """``text`` with a space after every slash of a word wider than ``room``: no program breaks a line at a slash alone."""
    words = (
        word.replace("/", "/ ").strip() if width(word, size, is_bold) > room else word
        for word in text.split(" ")
    )
    return " ".join(words)


def line_count(text: str, room: float, size: float, is_bold: bool = False) -> int:
    """How many lines ``text`` takes in ``room``, broken at spaces and hyphens."""
    lines, used = 1, 0.0
    for piece in _PIECES.findall(text):
        if used and used + width(piece.rstrip(), size, is_bold) > room:
            lines, used = lines + 1, 0.0
        used += width(piece, size, is_bold)
        while used > room + size:  # broken inside the word
            lines, used = lines + 1, used - room
    return lines


def height(lines: int, size: float) -> float:
    """The height of so many lines with a little air around them."""
    return round(lines * size * _LINE + 4, 1)
