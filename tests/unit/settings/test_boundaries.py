"""Borders of a desk: exact points, known areas, and a desk that has none."""

import json
from pathlib import Path

import pytest
from tests.golden.report_world import AREAS, BOUNDARIES

from jujur.domain.errors import ConfigurationError
from jujur.settings.boundaries import load_boundaries
from jujur.settings.config_files import ConfigReader

RING = [[103.1, -4.1], [103.2, -4.1], [103.2, -4.0], [103.1, -4.1]]


def load(folder: Path, *features: dict[str, object]):
    (folder / "boundaries.geojson").write_text(json.dumps({"features": features}))
    return load_boundaries(folder, ConfigReader(folder), AREAS)


def feature(code: str = "16.72.01", ring: object = RING, shape: str = "MultiPolygon"):
    geometry = {"type": shape, "coordinates": [[ring]]}
    return {"properties": {"kode": code, "label": [103.15, -4.05]}, "geometry": geometry}


def test_every_area_of_the_desk_has_a_border():
    below = {area.code for level in ("kecamatan", "kelurahan") for area in AREAS.at_level(level)}
    assert set(BOUNDARIES) == below


def test_points_are_whole_hundred_thousandths_of_a_degree(tmp_path):
    found = load(tmp_path, feature())["16.72.01"]
    assert found.rings == (((10310000, -410000), (10320000, -410000), (10320000, -400000)),)
    assert found.label == (10315000, -405000)


def test_a_desk_without_borders_has_none(tmp_path):
    assert load_boundaries(tmp_path, ConfigReader(tmp_path), AREAS) == {}


@pytest.mark.parametrize(
    "features",
    [
        [feature(code="99.99")],
        [feature(), feature()],
        [feature(ring=RING[:-1])],
        [feature(shape="Polygon")],
        [{"properties": {}}],
    ],
    ids=["unknown area", "twice", "open ring", "other shape", "no code"],
)
def test_other_files_are_refused_by_name(tmp_path, features):
    with pytest.raises(ConfigurationError, match=r"boundaries\.geojson"):
        load(tmp_path, *features)
