"""The fonts of reports/fonts: what they say of themselves, and cut down to the letters of a report (P35; docs/decisions/0052).

By fontTools, which the lock pins, and not by what Pango and HarfBuzz a machine has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.misc.psCharStrings import T2CharString
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
    letters: frozenset[int]

    def only(self, glyphs: Collection[int]) -> bytes:
        """The program with the outlines of ``glyphs`` and of .notdef; every other glyph keeps its number and is empty.

        No outline that stays is coded anew. What serves laying out, and the long names, are left out.
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
        (_empty_cff if "CFF " in font else _empty_glyf)(font, unused)
        made = BytesIO()
        font.save(made, reorderTables=None)
        return made.getvalue()


def _empty_cff(font: Any, unused: Mapping[int, str]) -> None:
    top = font["CFF "].cff.topDictIndex[0]
    outlines = top.CharStrings.charStringsIndex
    for number in unused:
        outlines[number] = T2CharString(_ENDCHAR, private=top.Private, globalSubrs=top.GlobalSubrs)


def _empty_glyf(font: Any, unused: Mapping[int, str]) -> None:
    outlines = font["glyf"]
    wanted = set(outlines.keys()) - set(unused.values())
    # A glyph may be put together from others; those of our files never go deeper than one step.
    parts = {part for name in wanted for part in outlines[name].getComponentNames(outlines)}
    for name in set(unused.values()) - parts:
        outlines.glyphs[name] = Glyph()


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
        frozenset(font.getBestCmap()),
    )


def typefaces(folder: Path) -> list[Typeface]:
    """The fonts of a folder, by name of file."""
    return [typeface(path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]


def tag(program: bytes) -> str:
    """Six capital letters that tell one subset of a font from another one (ISO 32000-1 §9.6.4)."""
    return "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program).digest()[:_TAG_LENGTH])
