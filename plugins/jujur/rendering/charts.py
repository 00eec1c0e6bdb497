"""Geometry of the pictures: exact widths from exact counts, from zero, on one axis (P31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree

import segno

from jujur.domain.areas import Area
from jujur.domain.errors import ConfigurationError
from jujur.domain.reports import ReportContent
from jujur.rendering import maps
from jujur.rendering.book import Book
from jujur.rendering.inks import Drawing, Geometry, Ink, Spoken
from jujur.rendering.language import translate

# Units of the drawing, the same share of a point as in the map beside it: a bar has the same height in every edition.
WIDTH, LEFT, RIGHT, TOP, BAR = 392, 104.0, 288.0, 2.0, 10.6
# Few bars stand as high as the map beside them; many stand closer.
HEIGHT, CLOSEST, WIDEST, AXIS = 74.0, 13.6, 17.6, 16.0
LABEL_ROOM, PLATE = 17.0, 16.0
COLOURS = {"on-time": Geometry("#1f6f8b"), "late": Geometry("#12355b")}
INKS = {"on-time": Geometry("#ffffff"), "late": Geometry("#ffffff"), "gap": Geometry("#1b2733")}
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
SEGMENTS = (("on_time", "on-time"), ("late", "late"), ("not_received", "gap"))


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar; ``is_labelled`` when it is wide enough for its own number."""

    kind: str
    name: str
    x: Geometry
    width: Geometry
    middle: Geometry
    plate: Geometry
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """All TPS of one area: reported on time, late, and the gap that is not known."""

    area: Area
    letter: str
    look: str
    y: Geometry
    baseline: Geometry
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis."""

    x: Geometry
    label: Ink


@dataclass(frozen=True, slots=True)
class CoverageChart:
    """Stacked bars, one an area, always all areas in official order (P02, P20)."""

    view_box: Geometry
    floor: Geometry
    tick_line: Geometry
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    alternative: Spoken


def coverage(content: ReportContent, book: Book) -> CoverageChart:
    """The chart of TPS by area. The axis is a count of TPS, so that no percentage is needed (P04, P06)."""
    longest = max(
        (book.figure(area.code, content.unit_figure("expected")).k for area in content.children), default=0
    )
    step = next((size for size in STEPS if longest <= size * 5), STEPS[-1])
    end = max(step, -(-longest // step) * step)
    scale = (RIGHT - LEFT) / end
    row = _row(content)
    floor = TOP + row * len(content.children)
    ticks = tuple(_tick(value, scale, book) for value in range(0, end + 1, step))
    return CoverageChart(
        view_box=_geometry(f"0 0 {WIDTH} {height(content):.0f}"),
        floor=_number(floor),
        tick_line=_number(floor + 10),
        bars=tuple(
            _bar(area, TOP + at * row, scale, content, book) for at, area in enumerate(content.children)
        ),
        ticks=ticks,
        alternative=Spoken(tuple(_alternative(content, book))),
    )


def height(content: ReportContent) -> float:
    """The height of the chart, and so of the map beside it."""
    return TOP + _row(content) * len(content.children) + AXIS


def _row(content: ReportContent) -> float:
    return min(WIDEST, max(CLOSEST, HEIGHT / max(1, len(content.children))))


def _bar(area: Area, y: float, scale: float, content: ReportContent, book: Book) -> Bar:
    segments, x = [], LEFT
    for part, kind in SEGMENTS:
        name = content.unit_figure(part)
        count = book.figure(area.code, name).k
        width = count * scale
        if count:
            roomy = width >= LABEL_ROOM
            segments.append(
                Segment(
                    kind,
                    name,
                    _number(x),
                    _number(width),
                    _number(x + width / 2),
                    _number(x + width / 2 - PLATE / 2),
                    roomy,
                )
            )
        x += width
    return Bar(
        area,
        maps.letter(content, area),
        maps.look(content, area),
        _number(y),
        _number(y + BAR - 2.8),
        tuple(segments),
    )


def _tick(value: int, scale: float, book: Book) -> Tick:
    return Tick(
        _number(LEFT + value * scale),
        book.count(f"chart/coverage/tick/{value}", value, f"skala sumbu, {book.unit_word}"),
    )


def _alternative(content: ReportContent, book: Book) -> Iterator[str | Ink]:
    yield "Batang cakupan. "
    for area in content.children:
        yield area.name
        yield ": tepat waktu "
        yield book.fig(area.code, content.unit_figure("on_time"))
        yield ", terlambat "
        yield book.fig(area.code, content.unit_figure("late"))
        yield ", belum melapor "
        yield book.fig(area.code, content.unit_figure("not_received"))
        yield ", dari "
        yield book.fig(area.code, content.unit_figure("expected"))
        yield " "
        yield content.unit_word
        yield ". "


def qr(text: str) -> Drawing:
    """A QR code as one SVG path: of the digest, not a signature (L42)."""
    code = segno.make(text, error="m", micro=False)
    path = code.svg_inline(omitsize=True, border=2, dark="#12355b", title=translate("Kode pindai sidik data"))
    return Drawing(path.replace("<svg", '<svg role="img"', 1))


def emblem(markup: str, owner: str = "") -> Drawing:
    """The emblem from the desk's configuration: shapes only, nothing that could print, link or run (P15, P33).

    One without a title is given its label, or the name of its ``owner``: a picture without words is none to who listens (P47).
    """
    if not markup.strip():
        return Drawing("")
    root = ElementTree.fromstring(markup)  # noqa: S314 (the desk's own configuration, and nothing is expanded)
    for element in root.iter():
        _refuse_unsafe(element)
    if root.find("{*}title") is not None:
        return Drawing(markup)
    title = f"<title>{escape(root.get('aria-label') or owner)}</title>"
    return Drawing(re.sub(r"(<svg\b[^>]*>)", lambda tag: tag[1] + title, markup, count=1))


SHAPES = {
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polygon",
    "polyline",
    "title",
    "defs",
    "desc",
    "linearGradient",
    "stop",
}


def _refuse_unsafe(element: ElementTree.Element) -> None:
    name = str(element.tag).rsplit("}", 1)[-1]
    links = [
        key for key in element.attrib if key.rsplit("}", 1)[-1] in ("href", "style") or key.startswith("on")
    ]
    if name not in SHAPES or links:
        raise ConfigurationError(f"lambang memuat unsur yang tidak diizinkan: {name} {links}")


def _number(value: float) -> Geometry:
    return Geometry(f"{value:.3f}")


def _geometry(text: str) -> Geometry:
    return Geometry(text)
