"""The fonts of reports/fonts: what they say of themselves, and cut down to the letters of a report (P35; docs/decisions/0052).

By fontTools, which the lock pins, and not by what Pango and HarfBuzz a machine has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

PER_EM = 1000
SUFFIXES = (".otf", ".ttf")
# What serves laying out only: a reader of a PDF is told glyphs and their places.
_LAYOUT_TABLES = ("GDEF", "GPOS", "GSUB")
_FAMILY, _POSTSCRIPT = 16, 6
_ENDCHAR = b"\x0e"
_TAG_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font file: its names, and metrics in thousandths of an em as a PDF has them (ISO 32000-1 §9.8)."""

    program: bytes
    name: str
    family: str
    ascent: int
    descent: int
    widths: tuple[int, ...]

    def only(self, glyphs: Collection[int], boxes: Mapping[int, int]) -> bytes:
        """The program with the outlines of ``glyphs`` and of .notdef; every other glyph keeps its number and is empty.

        ``boxes``: widths of glyphs by number, the numbers following those of the file: an empty box for each. No outline
        that stays is coded anew. What serves laying out, and the long names, are left out.
        """
        font = TTFont(BytesIO(self.program), recalcBBoxes=False, recalcTimestamp=False, lazy=True)
        for table in _LAYOUT_TABLES:
            if table in font:
                del font[table]
        font["name"].names = [one for one in font["name"].names if one.nameID <= _POSTSCRIPT]
        unused = {
            number: name
            for number, name in enumerate(font.getGlyphOrder())
            if number and number not in glyphs
        }
        gone = set(unused.values())
        for coded in font["cmap"].tables:
            coded.cmap = {letter: name for letter, name in coded.cmap.items() if name not in gone}
        change = _change_cff if "CFF " in font else _change_glyf
        change(font, unused, {f"box{number}": self._units(boxes[number]) for number in sorted(boxes)})
        made = BytesIO()
        font.save(made, reorderTables=None)
        return made.getvalue()

    def _units(self, width: int) -> int:
        """Thousandths of an em in units of the file."""
        units: int = TTFont(BytesIO(self.program), lazy=True)["head"].unitsPerEm
        return round(width * units / PER_EM)


def _change_cff(font: Any, unused: Mapping[int, str], boxes: Mapping[str, int]) -> None:
    top = font["CFF "].cff.topDictIndex[0]
    private, outlines = top.Private, top.CharStrings.charStringsIndex
    for number in unused:
        outlines[number] = T2CharString(_ENDCHAR, private=private, globalSubrs=top.GlobalSubrs)
    for name, width in boxes.items():
        pen = T2CharStringPen(width - private.nominalWidthX, None)
        _draw_box(pen, width)
        top.CharStrings.charStrings[name] = len(outlines)
        outlines.append(pen.getCharString(private, top.GlobalSubrs))
        top.charset.append(name)
        font["hmtx"].metrics[name] = (width, _margin(width))


def _change_glyf(font: Any, unused: Mapping[int, str], boxes: Mapping[str, int]) -> None:
    outlines = font["glyf"]
    wanted = set(outlines.keys()) - set(unused.values())
    # A glyph may be put together from others; those of our files never go deeper than one step.
    parts = {part for name in wanted for part in outlines[name].getComponentNames(outlines)}
    for name in set(unused.values()) - parts:
        outlines.glyphs[name] = Glyph()
    for name, width in boxes.items():
        pen = TTGlyphPen(None)
        _draw_box(pen, width)
        outlines[name] = box = pen.glyph()
        box.recalcBounds(outlines)
        font["hmtx"].metrics[name] = (width, _margin(width))
    font.setGlyphOrder(outlines.glyphOrder)


def _margin(width: int) -> int:
    return width // 8


def _draw_box(pen: Any, width: int) -> None:
    """The outline of an upright box that fills its width but for a margin; the inner line runs the other way round."""
    margin = _margin(width)
    line = margin // 2
    for inset in (0, line):
        left, right, bottom, top = margin + inset, width - margin - inset, inset, width + margin - inset
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        first, *rest = corners[:: -1 if inset else 1]
        pen.moveTo(first)
        for corner in rest:
            pen.lineTo(corner)
        pen.closePath()


@lru_cache(maxsize=16)
def typeface(program: bytes) -> Typeface:
    """What a font file says of itself."""
    font = TTFont(BytesIO(program), lazy=True)
    names, advances = font["name"], font["hmtx"].metrics

    def scaled(units: int) -> int:
        return round(Fraction(units * PER_EM, font["head"].unitsPerEm))

    return Typeface(
        program,
        str(names.getDebugName(_POSTSCRIPT)),
        str(names.getDebugName(_FAMILY) or names.getDebugName(1)),
        scaled(font["hhea"].ascent),
        scaled(font["hhea"].descent),
        tuple(scaled(advances[name][0]) for name in font.getGlyphOrder()),
    )


def typefaces(folder: Path) -> Iterable[Typeface]:
    """The fonts of a folder, by name of file."""
    return [typeface(path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]


def tag(program: bytes) -> str:
    """Six capital letters that tell one subset of a font from another one (ISO 32000-1 §9.6.4)."""
    return "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program).digest()[:_TAG_LENGTH])
