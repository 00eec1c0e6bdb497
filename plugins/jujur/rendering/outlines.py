"""Borders as paths on the page: projection, tiles where there are no borders, and room for the letters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jujur.domain.areas import Area
from jujur.domain.boundaries import Boundary, Point
from jujur.rendering.inks import Geometry

MARGIN = 2.0
TILE, GAP = 10, 1
# A letter needs this much room to the nearest border, or it stands in a row above or below the map.
ROOM, ROW, STEP = 5.0, 13.0, 11.0
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """One area on the page."""

    path: str
    letter: Place
    leader: Geometry | None


def tiles(areas: Sequence[Area]) -> list[Boundary]:
    """A square for each area, in reading order."""
    columns = math.isqrt(max(0, len(areas) - 1)) + 1
    found = []
    for at, area in enumerate(areas):
        left, top, side = at % columns * TILE * 2, -(at // columns) * TILE * 2, (TILE - GAP) * 2
        ring = ((left, top), (left + side, top), (left + side, top - side), (left, top - side))
        found.append(Boundary(area.code, (ring,), (left + side // 2, top - side // 2)))
    return found


def draw(borders: Sequence[Boundary], width: float, height: float) -> list[Outline]:
    """The borders in a field of ``width`` and ``height``, in the given order."""
    to_page = _Projection(borders, width, height, MARGIN)
    crowded = [not _has_room(border, to_page) for border in borders]
    if any(crowded):
        to_page = _Projection(borders, width, height, ROW)
        crowded = [not _has_room(border, to_page) for border in borders]
    spots = [to_page(border.label) for border in borders]
    outside = _outside([spot for spot, is_out in zip(spots, crowded, strict=True) if is_out], width, height)
    return [
        Outline(
            _path(border, to_page),
            *((outside[spot], _leader(outside[spot], spot)) if is_out else (spot, None)),
        )
        for border, spot, is_out in zip(borders, spots, crowded, strict=True)
    ]


class _Projection:
    """Longitude and latitude to the page: as near the equator as Indonesia lies, a degree is as long either way within 2 %."""

    def __init__(self, borders: Sequence[Boundary], width: float, height: float, rim: float) -> None:
        points = [point for border in borders for ring in border.rings for point in ring]
        self._west, self._north = min(x for x, _ in points), max(y for _, y in points)
        across = max(x for x, _ in points) - self._west
        down = self._north - min(y for _, y in points)
        self.scale = min((width - 2 * MARGIN) / across, (height - 2 * rim) / down)
        self._left = (width - across * self.scale) / 2
        self._top = (height - down * self.scale) / 2

    def __call__(self, point: Point) -> Place:
        x, y = point
        return self._left + (x - self._west) * self.scale, self._top + (self._north - y) * self.scale


def _has_room(border: Boundary, to_page: _Projection) -> bool:
    spot = border.label
    away = min(
        _distance(spot, one, other) for ring in border.rings for one, other in pairwise((*ring, ring[0]))
    )
    return away * to_page.scale >= ROOM


def _distance(point: Point, start: Point, end: Point) -> float:
    x, y = end[0] - start[0], end[1] - start[1]
    length = x * x + y * y
    part = ((point[0] - start[0]) * x + (point[1] - start[1]) * y) / length if length else 0.0
    part = min(1.0, max(0.0, part))
    return math.sqrt((start[0] + part * x - point[0]) ** 2 + (start[1] + part * y - point[1]) ** 2)


def _outside(spots: Sequence[Place], width: float, height: float) -> dict[Place, Place]:
    """Places for letters in a row above and one below, from left to right like their areas, so that no two lines cross."""
    by_height = sorted(spots, key=lambda spot: (spot[1], spot[0]))
    half = (len(by_height) + 1) // 2
    places: dict[Place, Place] = {}
    for row, y in ((sorted(by_height[:half]), ROW / 2), (sorted(by_height[half:]), height - ROW / 2)):
        for spot, x in zip(row, _spread([x for x, _ in row], width), strict=True):
            places[spot] = (x, y)
    return places


def _spread(wanted: Sequence[float], width: float) -> list[float]:
    """Places as near as possible to those that are wanted, in the same order, a step apart, within the field."""
    places: list[float] = []
    for x in wanted:
        places.append(max(x, places[-1] + STEP if places else STEP / 2))
    last = width - STEP / 2
    for at in reversed(range(len(places))):
        places[at] = min(places[at], last)
        last = places[at] - STEP
    return places


def _leader(place: Place, spot: Place) -> Geometry:
    near = place[1] + (5.0 if place[1] < spot[1] else -5.0)
    return Geometry(f"M{place[0]:.2f} {near:.2f}L{spot[0]:.2f} {spot[1]:.2f}")


def _path(border: Boundary, to_page: _Projection) -> str:
    return "".join("M" + "L".join(_pair(to_page(point)) for point in ring) + "Z" for ring in border.rings)


def _pair(at: Place) -> str:
    return f"{at[0]:.2f} {at[1]:.2f}"
