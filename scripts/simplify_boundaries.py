"""Makes ``boundaries.geojson`` of a desk from boundary files: simplified, neighbours still meeting, with a place for a letter.

    python scripts/simplify_boundaries.py kecamatan.geojson kelurahan.geojson > config/DESK/boundaries.geojson

Each file has features with ``kode``. Points where borders meet stay; between them a border is simplified once (Douglas and
Peucker), so that no gap opens between two areas. ``label`` is the point of an area farthest from its border, on a grid.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[int, int]
Ring = list[Point]
SCALE = 100_000  # coordinates are whole hundred-thousandths of a degree, about a metre
TOLERANCE = 45
GRID = 60


def main(paths: list[str]) -> None:
    """Writes one feature a line to standard output."""
    lines = [line for path in paths for line in _features(json.loads(Path(path).read_text(encoding="utf-8")))]
    print('{"type":"FeatureCollection","features":[')
    print(",\n".join(lines))
    print("]}")


def _features(source: dict[str, Any]) -> list[str]:
    areas = {item["properties"]["kode"]: _rings(item["geometry"]) for item in source["features"]}
    fixed = _junctions([ring for rings in areas.values() for ring in rings])
    return [_feature(code, [_simplified(ring, fixed) for ring in areas[code]]) for code in sorted(areas)]


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[_point(at) for at in ring[:-1]] for polygon in polygons for ring in polygon]


def _point(at: list[float]) -> Point:
    return round(at[0] * SCALE), round(at[1] * SCALE)


def _junctions(rings: list[Ring]) -> set[Point]:
    """Points with other than two neighbours: where three areas, or two areas and the outside, meet."""
    near: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise([*ring, ring[0]]):
            near[one].add(other)
            near[other].add(one)
    return {point for point, others in near.items() if len(others) != 2}


def _simplified(ring: Ring, fixed: set[Point]) -> Ring:
    corners = [at for at, point in enumerate(ring) if point in fixed]
    if len(corners) < 2:
        first = ring.index(min(ring))
        far = max(range(len(ring)), key=lambda at: (math.dist(ring[at], ring[first]), ring[at]))
        corners = sorted({first, far})
    turned = ring[corners[0] :] + ring[: corners[0]]
    stops = [at - corners[0] for at in corners] + [len(ring)]
    closed = [*turned, turned[0]]
    kept: Ring = []
    for start, stop in pairwise(stops):
        kept += _border(closed[start : stop + 1])[:-1]
    return kept


def _border(points: Ring) -> Ring:
    """The same points whichever of its two areas asks."""
    return _thinned(points) if points[0] <= points[-1] else _thinned(points[::-1])[::-1]


def _thinned(points: Ring) -> Ring:
    if len(points) < 3:
        return points
    away = [_distance(point, points[0], points[-1]) for point in points[1:-1]]
    farthest = max(away)
    if farthest <= TOLERANCE:
        return [points[0], points[-1]]
    at = away.index(farthest) + 1
    return _thinned(points[: at + 1])[:-1] + _thinned(points[at:])


def _distance(point: Point, start: Point, end: Point) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    part = 0.0
    if length:
        part = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    part = min(1.0, max(0.0, part))
    return math.dist(point, (start[0] + part * along[0], start[1] + part * along[1]))


def _feature(code: str, rings: list[Ring]) -> str:
    shape = [[[_degrees(point) for point in [*ring, ring[0]]]] for ring in rings]
    feature = {
        "type": "Feature",
        "properties": {"kode": code, "label": _degrees(_roomiest(rings))},
        "geometry": {"type": "MultiPolygon", "coordinates": shape},
    }
    return json.dumps(feature, separators=(",", ":"))


def _degrees(point: Point) -> list[float]:
    return [point[0] / SCALE, point[1] / SCALE]


def _roomiest(rings: list[Ring]) -> Point:
    across, up = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    spots = [
        (
            min(across) + (max(across) - min(across)) * column // GRID,
            min(up) + (max(up) - min(up)) * row // GRID,
        )
        for column in range(1, GRID)
        for row in range(1, GRID)
    ]
    inside = [spot for spot in spots if _is_inside(spot, rings)]
    return max(inside, key=lambda spot: (_room(spot, rings), spot))


def _is_inside(spot: Point, rings: list[Ring]) -> bool:
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > spot[1]) != (y2 > spot[1]):
                crossings += spot[0] < (x2 - x1) * (spot[1] - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


def _room(spot: Point, rings: list[Ring]) -> float:
    return min(_distance(spot, one, other) for ring in rings for one, other in pairwise([*ring, ring[0]]))


if __name__ == "__main__":
    main(sys.argv[1:])
