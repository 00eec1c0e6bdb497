"""What is read is what is seen: size, contrast, place, paint order (P32; L43)."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Image

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
WHITE: Colour = (255, 255, 255)
SMALLEST_PT = 6.5
LEAST_CONTRAST = 4.5
LEAST_SEEN = 2.0
PIXELS_PER_PT = 2.5
MARGIN_PX = 1
INVISIBLE_MODES = {3, 7}


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled or stroked path on a page, in points from the lower left corner."""

    order: int
    box: Box
    fill: Colour | None
    stroke: Colour | None

    @property
    def width(self) -> float:
        """Width of the box."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Height of the box."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Writing:
    """A text object on a page."""

    order: int
    box: Box
    colour: Colour
    alpha: int
    size_pt: float
    mode: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The objects of one page in paint order, and the page as a reader sees it."""

    number: int
    width: float
    height: float
    shapes: tuple[Shape, ...]
    writings: tuple[Writing, ...]
    image: Image


def read_sheets(pdf: bytes) -> list[Sheet]:
    """The painted objects of every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_sheet(document[at], at + 1) for at in range(len(document))]
    finally:
        document.close()


def _sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    shapes: list[Shape] = []
    writings: list[Writing] = []
    for order, item in enumerate(page.get_objects(max_depth=6)):
        box = _box(item)
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            shapes.append(_shape(item, order, box))
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            writings.append(_writing(item, order, box))
    return Sheet(number, page.get_width(), page.get_height(), tuple(shapes), tuple(writings), _image(page))


def _image(page: pypdfium2.PdfPage) -> Image:
    image: Image = page.render(scale=PIXELS_PER_PT).to_pil().convert("RGB")
    return image


def _box(item: pypdfium2.PdfObject) -> Box:
    left, bottom, right, top = item.get_bounds()
    holder = item.container
    while holder is not None:
        corners = [holder.get_matrix().on_point(x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        holder = holder.container
    return left, bottom, right, top


def _shape(item: pypdfium2.PdfObject, order: int, box: Box) -> Shape:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
    fill, alpha = _colour(item, pdfium.FPDFPageObj_GetFillColor)
    line, _ = _colour(item, pdfium.FPDFPageObj_GetStrokeColor)
    is_filled = mode.value != 0 and alpha > 127
    return Shape(order, box, fill if is_filled else None, line if stroke.value else None)


def _writing(item: pypdfium2.PdfObject, order: int, box: Box) -> Writing:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    matrix, scale = item.get_matrix(), 1.0
    scale = math.hypot(matrix.b, matrix.d)
    holder = item.container
    while holder is not None:
        outer = holder.get_matrix()
        scale *= math.hypot(outer.b, outer.d)
        holder = holder.container
    colour, alpha = _colour(item, pdfium.FPDFPageObj_GetFillColor)
    return Writing(order, box, colour, alpha, size.value * scale, pdfium.FPDFTextObj_GetTextRenderMode(item))


def _colour(item: pypdfium2.PdfObject, getter: object) -> tuple[Colour, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    getter(item, red, green, blue, alpha)  # type: ignore[operator]
    return (red.value, green.value, blue.value), alpha.value


def unseen_text(sheet: Sheet) -> list[str]:
    """Sentences on text that a reader cannot, or can hardly, see."""
    return sorted(
        {f"halaman {sheet.number}: {problem}" for one in sheet.writings for problem in _unseen(one, sheet)}
    )


def _unseen(one: Writing, sheet: Sheet) -> Iterator[str]:
    left, bottom, right, top = one.box
    if right - left < 0.01:
        return
    if one.size_pt < SMALLEST_PT:
        yield f"huruf {one.size_pt:.1f} pt terlalu kecil (P32)"
    if left < 0 or bottom < 0 or right > sheet.width or top > sheet.height:
        yield "teks di luar halaman (P32)"
        return
    colours = _painted(one.box, sheet)
    under = _ground(one, colours)
    seen = max(_contrast(colour, under) for _, colour in colours)
    if one.mode in INVISIBLE_MODES or one.alpha < 200 or seen < LEAST_SEEN:
        yield "teks tak terlihat atau tertutup (P32)"
    elif _contrast(one.colour, under) < LEAST_CONTRAST:
        yield f"kontras teks {_contrast(one.colour, under):.1f} terlalu rendah (P32)"


def _ground(one: Writing, colours: list[tuple[int, Colour]]) -> Colour:
    """The most frequent colour behind the text: of those unlike the text itself if the text fills most of its box."""
    frequent = sorted(colours, reverse=True)
    whole = sum(count for count, _ in frequent)
    unlike = [
        (count, colour) for count, colour in frequent if _contrast(colour, one.colour) >= LEAST_CONTRAST
    ]
    is_dense = bool(unlike) and unlike[0][0] * 8 >= whole
    return unlike[0][1] if is_dense else frequent[0][1]


def _painted(box: Box, sheet: Sheet) -> list[tuple[int, Colour]]:
    """How many pixels of which colour a reader sees in a box: the most frequent colour is the ground."""
    left, bottom, right, top = (side * PIXELS_PER_PT for side in box)
    left, bottom, right, top = left - MARGIN_PX, bottom - MARGIN_PX, right + MARGIN_PX, top + MARGIN_PX
    height = sheet.image.height
    area = (math.floor(left), math.floor(height - top), math.ceil(right), math.ceil(height - bottom))
    cut = sheet.image.crop(area)
    return cast(list[tuple[int, Colour]], cut.getcolors(cut.width * cut.height) or [(1, WHITE)])


@lru_cache(maxsize=1 << 16)
def _contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
