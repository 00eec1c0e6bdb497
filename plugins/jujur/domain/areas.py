"""Areas: kota, kecamatan, kelurahan and TPS, identified by official code only (never joined on names, L32)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
        at_level: dict[str, list[Area]] = defaultdict(list)
        children: dict[str, list[Area]] = defaultdict(list)
        for area in self._areas.values():
            at_level[area.level].append(area)
            if area.parent_code is not None:
                children[area.parent_code].append(area)
        # Asked a row at a time, of a desk that may have hundreds of thousands of TPS.
        self._at_level = {level: tuple(found) for level, found in at_level.items()}
        self._children = {code: tuple(found) for code, found in children.items()}

    def __getitem__(self, code: str) -> Area:
        return self._areas[code]

    def get(self, code: str) -> Area | None:
        """The area with this code, or None if it is not an area of this desk."""
        return self._areas.get(code)

    def at_level(self, level: Level) -> tuple[Area, ...]:
        """All areas of one level, by code."""
        return self._at_level.get(level, ())

    def children(self, code: str) -> tuple[Area, ...]:
        """The areas directly below ``code``, by code."""
        return self._children.get(code, ())

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


@dataclass(frozen=True, slots=True)
class Places:
    """What a reader may know of names: the areas of a desk, and exact other spellings by official code (data, not code)."""

    gazetteer: Gazetteer
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
