"""The look of a workbook: few colours, each with one meaning that the legend explains."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

FONT = "Arial"
INK, LINE, EDGE, PAPER = "#1F2933", "#B8C2CC", "#52606D", "#FFFFFF"
HEAD, HEAD_TINT = "#1F3A5F", "#DCE5EF"
INPUT, FIXED = "#FFF8DB", "#EEF1F4"
WARNING = "#9C2B1F"

_TEXT: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
_BOX: dict[str, Any] = {"border": 1, "border_color": LINE}
_WRAP: dict[str, Any] = {"text_wrap": True}
# "@" keeps what was typed letter by letter: 001, 07.15, 2-4-8; and a text that begins with "=" stays one when it is edited.
_LETTERS: dict[str, Any] = {"num_format": "@"}
_ENTRY = _TEXT | _BOX | _WRAP | {"bg_color": INPUT, "locked": False}

_STYLES: dict[str, dict[str, Any]] = {
    "plain": _TEXT | _WRAP | _LETTERS | {"valign": "top"},
    "government": _TEXT | _LETTERS | {"font_size": 9, "font_color": EDGE},
    "title": _TEXT | _LETTERS | {"bold": True, "font_size": 14, "font_color": HEAD},
    "small_title": _TEXT | _LETTERS | {"bold": True, "font_size": 12, "font_color": HEAD},
    "band": _TEXT | _LETTERS | {"bold": True, "font_size": 9, "font_color": WARNING},
    "heading": _TEXT
    | _LETTERS
    | {"bold": True, "font_size": 11, "font_color": HEAD, "bottom": 1, "bottom_color": HEAD},
    "label": _TEXT | _WRAP | _LETTERS | {"font_size": 9, "bold": True},
    "identity": _TEXT | _BOX | _WRAP | _LETTERS | {"font_size": 9, "bg_color": FIXED},
    "note": _TEXT | _WRAP | _LETTERS | {"font_size": 9},
    "answer": _TEXT | _BOX | _LETTERS | {"bg_color": INPUT, "locked": False},
    "group": _TEXT
    | _BOX
    | _WRAP
    | _LETTERS
    | {"bold": True, "font_size": 9, "bg_color": HEAD, "font_color": PAPER, "align": "center"},
    "column": _TEXT
    | _BOX
    | _WRAP
    | _LETTERS
    | {"bold": True, "font_size": 9, "bg_color": HEAD_TINT, "align": "center"},
    "fixed": _TEXT | _BOX | _LETTERS | {"bg_color": FIXED},
    # No number format for numbers: "0" would show 12,5 as 13, and the team would not see what it typed.
    "count": _ENTRY | {"align": "right"},
    "decimal": _ENTRY | {"align": "right"},
    # The month in letters: where a program took 03/02 for the second of March, the team can see it.
    "date": _ENTRY | {"align": "left", "num_format": "[$-421]d mmm yyyy"},
    "time": _ENTRY | _LETTERS,
    "code": _ENTRY | _LETTERS,
    "text": _ENTRY | _LETTERS,
    "choice": _ENTRY | _LETTERS,
    "instant": _ENTRY | _LETTERS,
    "sample_input": _TEXT | _BOX | {"bg_color": INPUT, "align": "center"},
    "sample_fixed": _TEXT | _BOX | {"bg_color": FIXED, "align": "center"},
    "mark": _TEXT | _BOX | _WRAP | _LETTERS | {"bold": True, "align": "center"},
    "meaning": _TEXT | _BOX | _WRAP | _LETTERS,
    "table_head": _TEXT | _BOX | _WRAP | _LETTERS | {"bold": True, "font_size": 9, "bg_color": HEAD_TINT},
    "table": _TEXT | _BOX | _WRAP | _LETTERS | {"font_size": 9, "valign": "top"},
}


class Palette:
    """The formats of one workbook, by name; made when first asked for."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, bool, bool, bool], Format] = {}

    def __getitem__(self, name: str) -> Format:
        return self.format(name)

    def format(
        self, name: str, is_group_start: bool = False, is_block_start: bool = False, is_tall: bool = False
    ) -> Format:
        """The style ``name``, with a stronger line left of a group of columns and above a block of rows.

        ``is_tall``: the row may grow to several lines, so that its cells begin at the top.
        """
        key = (name, is_group_start, is_block_start, is_tall)
        if key not in self._formats:
            style = dict(_STYLES[name])
            if is_group_start:
                style |= {"left": 1, "left_color": EDGE}
            if is_block_start:
                style |= {"top": 1, "top_color": EDGE}
            if is_tall:
                style |= {"valign": "top"}
            self._formats[key] = self._book.add_format(style)
        return self._formats[key]
