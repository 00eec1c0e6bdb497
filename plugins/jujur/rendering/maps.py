"""The map of the areas of the breakdown, or a grid of tiles where a desk has no borders (P02, P20, P31, P47).

Every area is one shape, in official order, of one of three looks; the same letter and look stand before its bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from jujur.domain.areas import Area
from jujur.domain.reports import ReportContent
from jujur.rendering.book import Book
from jujur.rendering.inks import Geometry, Ink, Spoken
from jujur.rendering.language import Quoted
from jujur.rendering.outlines import draw, tiles

WIDTH = 122.0
SILENT, BELOW, REACHED = "silent", "below", "reached"
# Not exactly the teal of the bars: the auditor tells a shape of the map from a bar by its colour.
FILLS = {SILENT: Geometry("url(#map-hatch)"), BELOW: Geometry("#a9cfd8"), REACHED: Geometry("#20708c")}
CHIPS = FILLS | {SILENT: Geometry("#ffffff")}
LETTERS = {SILENT: Geometry("#1b2733"), BELOW: Geometry("#12355b"), REACHED: Geometry("#ffffff")}
SAID = {
    SILENT: "belum ada yang melapor",
    BELOW: "di bawah ambang cakupan",
    REACHED: "mencapai ambang cakupan",
}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Patch:
    """One area: its outline, where its letter stands, and the line to a letter that found no room inside."""

    letter: str
    look: str
    path: Geometry
    x: Geometry
    baseline: Geometry
    plate_x: Geometry
    plate_y: Geometry
    leader: Geometry | None


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """All areas of the breakdown. ``is_tiles`` when at least one border is missing."""

    view_box: Geometry
    patches: tuple[Patch, ...]
    is_tiles: bool
    alternative: Spoken
    FILLS: ClassVar = FILLS
    CHIPS: ClassVar = CHIPS
    LETTERS: ClassVar = LETTERS


def coverage_map(content: ReportContent, book: Book, height: float) -> CoverageMap:
    """The map in a field of ``height`` units beside the bars."""
    known = {one.area_code: one for one in content.boundaries}
    is_tiles = any(area.code not in known for area in content.children)
    borders = tiles(content.children) if is_tiles else [known[area.code] for area in content.children]
    patches = tuple(
        Patch(
            letter(content, area),
            look(content, area),
            Geometry(drawn.path),
            *_spot(drawn.letter),
            drawn.leader,
        )
        for area, drawn in zip(content.children, draw(borders, WIDTH, height) if borders else (), strict=True)
    )
    spoken = Spoken(tuple(_alternative(content, book, is_tiles)))
    return CoverageMap(Geometry(f"0 0 {WIDTH:.0f} {height:.0f}"), patches, is_tiles, spoken)


def letter(content: ReportContent, area: Area) -> str:
    """The letter of an area: A, B, … in official order; AA after Z."""
    at = content.children.index(area)
    return Quoted(ALPHABET[at % len(ALPHABET)] * (at // len(ALPHABET) + 1))


def look(content: ReportContent, area: Area) -> str:
    """The class of an area, from whole numbers: silent, below the coverage threshold, or not below it."""
    coverage = content.figures[f"{area.code}/coverage"]
    if coverage.k == 0:
        return SILENT
    is_below = coverage.k * 100 < content.coverage_threshold_percent * (coverage.denominator or 0)
    return BELOW if is_below else REACHED


def _spot(at: tuple[float, float]) -> tuple[Geometry, Geometry, Geometry, Geometry]:
    """Middle and baseline of a letter, and the corner of the plate beneath it."""
    x, y = at
    return (
        Geometry(f"{x:.2f}"),
        Geometry(f"{y + 2.6:.2f}"),
        Geometry(f"{x - 5:.2f}"),
        Geometry(f"{y - 4.5:.2f}"),
    )


def _alternative(content: ReportContent, book: Book, is_tiles: bool) -> Iterator[str | Ink]:
    yield "Petak wilayah" if is_tiles else "Peta wilayah"
    yield ", tiga golongan seperti pada batang. "
    for area in content.children:
        yield Quoted(f"{letter(content, area)}, {area.name}: ")
        yield book.fig(area.code, "coverage", "k")
        yield " dari "
        yield book.fig(area.code, "coverage", "denominator")
        yield " "
        yield content.unit_word
        yield " melapor, "
        yield SAID[look(content, area)]
        yield ". "
