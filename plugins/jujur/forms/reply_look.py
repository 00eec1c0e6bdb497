"""The look of a reply: what each colour means is said in words beside it, and their greys differ on paper."""

from __future__ import annotations

from typing import Literal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

INK, MUTED, LINE, PAPER = "FF1F2933", "FF52606D", "FFB8C2CC", "FFFFFFFF"
HEAD, HEAD_TINT, QUIET, BAND = "FF1F3A5F", "FFDCE5EF", "FFEEF1F4", "FF8A4B0F"

# Fills of wrong cells. Nobody else uses exactly these, so a returned workbook can be cleaned of them.
ERROR_FILL, WARNING_FILL = "FFF2A59D", "FFF7C873"
MARK_FILLS = {"E": ERROR_FILL, "W": WARNING_FILL}
_EDGES: dict[str, tuple[Literal["medium", "dashed"], str]] = {
    "E": ("medium", "FF9C2B1F"),
    "W": ("dashed", "FF8A5A00"),
}

_TONES = {
    "accepted": ("FFE3F1E6", "FF1B5E34", False),
    "flagged": ("FFFBE3B8", "FF6B4700", False),
    "held": ("FFF2A59D", "FF5F1710", True),
    "quiet": (QUIET, MUTED, False),
}


def font(size: float = 10, color: str = INK, *, bold: bool = False) -> Font:
    """The one typeface of our workbooks."""
    return Font(name="Arial", size=size, bold=bold, color=color)


def fill(color: str) -> PatternFill:
    """A plain colour."""
    return PatternFill("solid", fgColor=color)


def box(style: Literal["thin", "medium", "dashed"] = "thin", color: str = LINE) -> Border:
    """A line on all four sides."""
    side = Side(style=style, color=color)
    return Border(left=side, right=side, top=side, bottom=side)


def mark_box(severity: str) -> Border:
    """The edge of a wrong cell: a heavy line for what holds the row, a dashed one for what flags it."""
    return box(*_EDGES[severity])


def tone(name: str) -> tuple[Font, PatternFill]:
    """Font and fill of a status."""
    color, ink, is_bold = _TONES[name]
    return font(10, ink, bold=is_bold), fill(color)


WRAPPED = Alignment(wrap_text=True, vertical="top")
MIDDLE = Alignment(wrap_text=True, vertical="center")
INDENTED = Alignment(horizontal="left", wrap_text=True, vertical="center", indent=1)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
OPEN_CELL = Protection(locked=False)
