"""Where an area lies: its border for a map, as the desk's configuration has it."""

from __future__ import annotations

from dataclasses import dataclass

# Longitude and latitude in whole hundred-thousandths of a degree (a metre): exact, so that a map is drawn the same anywhere.
Point = tuple[int, int]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The outer rings of one area, each without its closing point, and a point inside with room for a letter."""

    area_code: str
    rings: tuple[Ring, ...]
    label: Point
