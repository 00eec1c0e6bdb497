"""Borders from ``boundaries.geojson``. A desk need not have one: its map is then a grid of tiles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jujur.domain.areas import Gazetteer
from jujur.domain.boundaries import Boundary, Point, Ring
from jujur.settings.config_files import ConfigReader

FILE_NAME = "boundaries.geojson"
SCALE = 100_000
LEAST_POINTS = 3


def load_boundaries(desk_dir: Path, reader: ConfigReader, gazetteer: Gazetteer) -> Mapping[str, Boundary]:
    """Borders by area code; empty for a desk without the file.

    :raises ConfigurationError: not GeoJSON of MultiPolygons with ``kode`` and ``label``, or an area of no desk or twice.
    """
    path = desk_dir / FILE_NAME
    if not path.exists():
        return MappingProxyType({})
    try:
        features = json.loads(reader.read_text(path), parse_float=Decimal)["features"]
        found = [_boundary(feature) for feature in features]
    except (ValueError, KeyError, TypeError, IndexError, ArithmeticError) as error:
        raise reader.fault(path, f"bukan GeoJSON yang dikenal: {error!r}.") from error
    known: dict[str, Boundary] = {}
    for one in found:
        if gazetteer.get(one.area_code) is None or one.area_code in known:
            raise reader.fault(path, f"kode {one.area_code}: wilayah tidak dikenal atau disebut dua kali.")
        known[one.area_code] = one
    return MappingProxyType(known)


def _boundary(feature: Mapping[str, Any]) -> Boundary:
    properties, geometry = feature["properties"], feature["geometry"]
    if geometry["type"] != "MultiPolygon":
        raise ValueError(f"{properties['kode']}: {geometry['type']}, seharusnya MultiPolygon")
    rings = tuple(_ring(ring) for polygon in geometry["coordinates"] for ring in polygon)
    return Boundary(str(properties["kode"]), rings, _point(properties["label"]))


def _ring(points: list[list[Decimal]]) -> Ring:
    ring = tuple(_point(at) for at in points)
    if len(ring) <= LEAST_POINTS or ring[0] != ring[-1]:
        raise ValueError("cincin tidak tertutup")
    return ring[:-1]


def _point(at: list[Decimal]) -> Point:
    return round(Decimal(at[0]) * SCALE), round(Decimal(at[1]) * SCALE)
