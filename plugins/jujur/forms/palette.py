"""The look of a workbook: few colours, each with one meaning that the legend explains."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

INK, LINE, PAPER = "#1F2933", "#B8C2CC", "#FFFFFF"
HEAD, HEAD_TINT = "#1F3A5F", "#DCE5EF"
INPUT, FIXED = "#FFF8DB", "#EEF1F4"
WARNING = "#9C2B1F"

_TEXT: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "vcenter"}
_BOX: dict[str, Any] = {"border": 1, "border_color": LINE}
_WRAP: dict[str, Any] = {"text_wrap": True, "valign": "top"}

_STYLES: dict[str, dict[str, Any]] = {
    "plain": _TEXT | _WRAP,
    "government": _TEXT | {"font_size": 9, "font_color": "#52606D"},
    "title": _TEXT | {"bold": True, "font_size": 14, "font_color": HEAD},
    "election": _TEXT | {"font_size": 10},
    "band": _TEXT | {"bold": True, "font_color": WARNING},
    "heading": _TEXT | {"bold": True, "font_size": 11, "font_color": HEAD, "bottom": 1, "bottom_color": LINE},
    "label": _TEXT | {"bold": True, "text_wrap": True},
    "identity": _TEXT | _BOX | {"bg_color": FIXED, "num_format": "@"},
    "answer": _TEXT | _BOX | {"bg_color": INPUT, "num_format": "@", "locked": False},
    "group": _TEXT
    | _BOX
    | {"bold": True, "bg_color": HEAD, "font_color": PAPER, "align": "center", "text_wrap": True},
    "column": _TEXT
    | _BOX
    | {"bold": True, "font_size": 9, "bg_color": HEAD_TINT, "align": "center", "text_wrap": True},
    "fixed": _TEXT | _BOX | {"bg_color": FIXED, "num_format": "@"},
    "count": _TEXT | _BOX | {"bg_color": INPUT, "num_format": "0", "align": "right", "locked": False},
    "code": _TEXT | _BOX | _WRAP | {"bg_color": INPUT, "num_format": "@", "locked": False},
    "text": _TEXT | _BOX | _WRAP | {"bg_color": INPUT, "num_format": "@", "locked": False},
    "choice": _TEXT | _BOX | _WRAP | {"bg_color": INPUT, "num_format": "@", "locked": False},
    "instant": _TEXT | _BOX | _WRAP | {"bg_color": INPUT, "num_format": "@", "locked": False},
    "sample_input": _TEXT | _BOX | {"bg_color": INPUT, "align": "center"},
    "sample_fixed": _TEXT | _BOX | {"bg_color": FIXED, "align": "center"},
    "mark": _TEXT | _BOX | {"bold": True, "align": "center", "num_format": "@"},
    "meaning": _TEXT | _BOX | _WRAP,
}


class Palette:
    """The formats of one workbook, by name."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._formats = {name: book.add_format(style) for name, style in _STYLES.items()}

    def __getitem__(self, name: str) -> Format:
        return self._formats[name]
