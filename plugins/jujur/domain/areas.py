"""Areas: kota, kecamatan, kelurahan and TPS, identified by official code only (never joined on names, L32)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["kota", "kecamatan", "kelurahan", "tps"]


@dataclass(frozen=True, slots=True)
class Area:
    """One area. ``code`` is the Kemendagri code with dots; a TPS carries KPU's 13 digits instead."""

    code: str
    name: str
    level: Level
    parent_code: str | None


class Gazetteer:
    """All areas of one desk, in official code order."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.code: area for area in sorted(areas, key=lambda area: area.code)}

    def __getitem__(self, code: str) -> Area:
        return self._areas[code]

    def get(self, code: str) -> Area | None:
        """The area with this code, or None if it is not an area of this desk."""
        return self._areas.get(code)

    def at_level(self, level: Level) -> tuple[Area, ...]:
        """All areas of one level, by code."""
        return tuple(area for area in self._areas.values() if area.level == level)

    def children(self, code: str) -> tuple[Area, ...]:
        """The areas directly below ``code``, by code."""
        return tuple(area for area in self._areas.values() if area.parent_code == code)

    def ancestor(self, code: str, level: Level) -> Area | None:
        """The area of ``level`` that contains ``code`` (itself included), or None."""
        area = self._areas.get(code)
        while area is not None and area.level != level:
            area = self._areas.get(area.parent_code) if area.parent_code else None
        return area

    @property
    def city(self) -> Area:
        """The one city of this desk."""
        return self.at_level("kota")[0]
