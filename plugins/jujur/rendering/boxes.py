"""A font made for one report: an empty box for each letter that the fonts of reports/fonts lack (P35, P36; docs/decisions/0052).

Senders write what they like. Without such a font a machine would draw a letter of another script with whatever it has, or as
.notdef (PDF/A-3 §6.2.11.8, PDF/UA-1 §7.21.8) in a width that Pango guesses from the locale. Each letter has a glyph of its
own, so that whoever copies or hears the text gets the letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from jujur.rendering.typefaces import PER_EM, Typeface

FAMILY = "Kotak"
_WIDTH, _HEIGHT, _MARGIN, _LINE, _SPACE = 600, 720, 70, 50, 280
# A space goes with the letter before it, and what is never drawn becomes one without a width.
_SPACES = " \u00a0\u202f"
# The year 1970 as a font counts, from 1904 on.
_EPOCH = 2082844800
# White space, and what is never drawn: controls, formats, selectors of a variant.
_UNDRAWN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def lacking(text: str, faces: Iterable[Typeface]) -> str:
    """The letters of a text that none of the faces has, in the order of their numbers."""
    known = frozenset[int]().union(*(face.letters for face in faces))
    # Composed, as they are drawn: an accent behind its letter is no letter of its own.
    letters = set(unicodedata.normalize("NFC", text))
    return "".join(sorted(one for one in letters if ord(one) not in known and _is_drawn(one)))


def _is_drawn(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNDRAWN and not any(
        ord(letter) in some for some in _SELECTORS
    )


def box_font(letters: str) -> bytes:
    """A font that draws each of the letters as the same box, and has white space. The same letters give the same bytes."""
    blank = {f"u{ord(space):X}": space for space in _SPACES}
    boxed = {f"u{ord(letter):X}": letter for letter in letters}
    named = blank | boxed
    order = [".notdef", *named]
    font = FontBuilder(PER_EM, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({ord(letter): name for name, letter in named.items()})
    font.setupGlyf({name: Glyph() if name in blank else _box() for name in order})
    widths = {name: (_SPACE, 0) if name in blank else (_WIDTH, _MARGIN) for name in order}
    font.setupHorizontalMetrics(widths)
    # As tall as the box alone, so that no line becomes taller.
    font.setupHorizontalHeader(ascent=_HEIGHT, descent=0)
    font.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": FAMILY})
    font.setupOS2(sTypoAscender=_HEIGHT, usWinAscent=_HEIGHT, sTypoDescender=0, usWinDescent=0)
    font.setupPost(keepGlyphNames=False)
    font.updateHead(created=_EPOCH, modified=_EPOCH)
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _box() -> Glyph:
    """An upright box of thin lines: the inner line runs the other way round."""
    pen = TTGlyphPen(None)
    for inset in (0, _LINE):
        left, right, bottom, top = _MARGIN + inset, _WIDTH - _MARGIN - inset, inset, _HEIGHT - inset
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        first, *rest = corners[:: -1 if inset else 1]
        pen.moveTo(first)
        for corner in rest:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()
