"""The classes of the map and of the letters before the bars, from the shapes of the finished PDF (P02, P07, P31; L13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jujur.auditing.visibility import WHITE, Colour, Shape, Sheet
from jujur.domain.areas import Area
from jujur.domain.reports import ReportContent

OUTLINE: Colour = (74, 90, 104)
BELOW: Colour = (169, 207, 216)
REACHED: Colour = (32, 112, 140)


def crooked_patches(content: ReportContent, sheets: Sequence[Sheet]) -> list[str]:
    """Sentences on areas that the map leaves out, or shows in another class than their figures have.

    Before every bar stands a chip, then comes the map: each one outlined shape an area, in official order.
    """
    shapes = [shape for sheet in sheets for shape in sheet.shapes if shape.stroke == OUTLINE]
    areas = content.children
    if len(shapes) != 2 * len(areas):
        return [f"peta dan huruf batang memuat {len(shapes)} wilayah, seharusnya {2 * len(areas)} (P31)"]
    chips, patches = shapes[: len(areas)], shapes[len(areas) :]
    return [*_wrong(content, areas, chips, "huruf batang"), *_wrong(content, areas, patches, "peta")]


def _wrong(
    content: ReportContent, areas: Sequence[Area], shapes: Sequence[Shape], where: str
) -> Iterator[str]:
    for area, shape in zip(areas, shapes, strict=True):
        expected = _class(content, area)
        # A hatched shape has no single colour; whatever it has, it is neither of the two classes of those who reported.
        seen = shape.fill if shape.fill in (BELOW, REACHED) else WHITE
        if seen != expected:
            yield f"{where}: {area.name} digambar dalam golongan yang salah (P31)"


def _class(content: ReportContent, area: Area) -> Colour:
    coverage = content.figures[f"{area.code}/coverage"]
    if not coverage.k:
        return WHITE
    limit = content.coverage_threshold_percent
    return REACHED if coverage.k * 100 >= limit * (coverage.denominator or 0) else BELOW
