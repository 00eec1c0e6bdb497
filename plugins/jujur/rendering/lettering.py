"""WeasyPrint draws letters with the fonts of reports/fonts, the same on every machine (P35; docs/decisions/0052).

WeasyPrint takes names and metrics of fonts from Pango and has HarfBuzz write their programs; both write otherwise in another
release, and a letter that the style sheet's fonts lack comes from whatever font a machine has. Here the machine's fonts are
unknown, a font is recognised by its bytes, and name, metrics and program are made of those bytes (typefaces.py).
What no font of ours has is drawn with a font made for it (boxes.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

from jujur.domain.errors import ConfigurationError
from jujur.rendering.typefaces import Typeface, tag

ffi.cdef("FcConfig *FcConfigCreate(void);")

_SYMBOLIC = 4


class PackagedFonts(FontConfiguration):  # type: ignore[misc]
    """Knows the fonts of the style sheet only: neither those of the machine nor what its fontconfig says of drawing letters."""

    def __init__(self) -> None:
        # WeasyPrint's own, but for the first line, which there reads the machine's configuration.
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        font_map = ffi.cast("PangoFcFontMap *", self.font_map)
        pangoft2.pango_fc_font_map_set_config(font_map, self._config)
        fontconfig.FcConfigDestroy(self._config)
        self._folder = None
        self.strut_layouts: dict[object, object] = {}
        self.font_features: dict[object, object] = {}


class _Widths(dict[int, int]):
    """Widths of glyphs by number. Those of the face are known at once, so that nobody measures them with Pango."""

    def __init__(self, known: Sequence[int]) -> None:
        super().__init__()
        self._known = known

    def __contains__(self, glyph: object) -> bool:
        return super().__contains__(glyph) or (isinstance(glyph, int) and glyph < len(self._known))

    def __missing__(self, glyph: int) -> int:
        return self.setdefault(glyph, self._known[glyph])


class _OwnFont(Font):  # type: ignore[misc]
    """A font of WeasyPrint's without what Pango said of it, and cut down without HarfBuzz."""

    def __init__(self, font: Font, face: Typeface) -> None:
        self.__dict__.update(vars(font))
        self._face = face
        # The name by which pages know it; that of the font follows once it is known which glyphs it keeps.
        self.hash = tag(face.program)
        self.family = face.family
        self.ascent, self.descent = face.ascent, face.descent
        self.flags = _SYMBOLIC
        self.widths: dict[int, int] = _Widths(face.widths)

    def clean(self, to_unicode: Collection[int], hinting: bool) -> None:
        """Called once all pages are drawn: keeps the glyphs that were."""
        self.file_content = self._face.only(to_unicode)
        self.name = f"/{tag(self.file_content)}+{self._face.name}".encode()
        self.widths = {number: self.widths[number] for number in to_unicode}


class OwnFonts(dict[int, Font]):
    """Takes the place of ``Document.fonts``: one font for each file of ours, however many descriptions Pango has of it."""

    def __init__(self, faces: Iterable[Typeface]) -> None:
        super().__init__()
        self._faces: Mapping[bytes, Typeface] = {face.program: face for face in faces}
        self._own: dict[bytes, _OwnFont] = {}

    def __setitem__(self, key: int, font: Font) -> None:
        """Raises ConfigurationError for a font that is none of the faces."""
        program = font.file_content
        if program not in self._faces:
            raise ConfigurationError(f"huruf {font.family} bukan dari berkas kemasan (reports/fonts)")
        own = self._own.setdefault(program, _OwnFont(font, self._faces[program]))
        super().__setitem__(key, own)

    def values(self) -> Any:
        """Each font once, in the order of first use."""
        return self._own.values()
