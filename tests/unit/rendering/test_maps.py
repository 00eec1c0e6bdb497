"""The map: every area one shape, letters apart, lines that do not cross, and numbers for those who cannot see it (P02, P47)."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from tests.golden.editions import content
from tests.golden.report_world import AREAS, BOUNDARIES

from jujur.domain.boundaries import Boundary
from jujur.rendering import evidence, maps
from jujur.rendering.book import Book
from jujur.rendering.outlines import STEP, draw, tiles

WIDTH, HEIGHT = 122.0, 94.0
PARENTS = ["16.72", *(area.code for area in AREAS.at_level("kecamatan"))]


def drawn(parent):
    return draw([BOUNDARIES[area.code] for area in AREAS.children(parent)], WIDTH, HEIGHT)


def places(path):
    return [tuple(map(float, pair)) for pair in re.findall(r"([\d.-]+) ([\d.-]+)", path)]


@pytest.mark.parametrize("parent", PARENTS)
def test_everything_lies_within_the_field(parent):
    for outline in drawn(parent):
        for x, y in (*places(outline.path), outline.letter):
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


@pytest.mark.parametrize("parent", PARENTS)
def test_no_two_letters_touch(parent):
    for one, other in combinations([outline.letter for outline in drawn(parent)], 2):
        assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) > STEP * 0.6


@pytest.mark.parametrize("parent", PARENTS)
def test_lines_to_letters_do_not_cross(parent):
    lines = [places(outline.leader.text) for outline in drawn(parent) if outline.leader]
    assert parent == "16.72" or lines
    for (one_start, one_end), (other_start, other_end) in combinations(lines, 2):
        same_row = abs(one_start[1] - other_start[1]) < 1
        assert not same_row or (one_start[0] - other_start[0]) * (one_end[0] - other_end[0]) >= 0


def test_north_is_up_and_east_is_right():
    around = [
        Boundary(code, (((x, y), (x + 9, y), (x, y + 9)),), (x + 3, y + 3))
        for code, x, y in (("n", 0, 50), ("e", 50, 0))
    ]
    north, east = (places(one.path)[0] for one in draw(around, WIDTH, HEIGHT))
    assert north[1] < east[1]
    assert north[0] < east[0]


@pytest.mark.parametrize("size", [1, 2, 4, 5, 9, 10, 27])
def test_tiles_are_as_many_as_areas_and_do_not_overlap(size):
    areas = (list(AREAS.at_level("kelurahan")))[:size]
    corners = {tile.rings[0][0] for tile in tiles(areas)}
    assert len(corners) == size
    assert all(max(abs(x - a), abs(y - b)) >= 20 for (x, y), (a, b) in combinations(corners, 2))


def test_the_class_turns_exactly_at_the_threshold():
    honest = content("city draft")
    area = honest.children[0]
    key = f"{area.code}/coverage"
    for k, expected in (
        (0, maps.SILENT),
        (1, maps.BELOW),
        (89, maps.BELOW),
        (90, maps.REACHED),
        (100, maps.REACHED),
    ):
        figure = replace(honest.figures[key], k=k, denominator=100)
        assert maps.look(replace(honest, figures=honest.figures | {key: figure}), area) == expected


def test_the_alternative_text_states_the_numbers_of_every_area():
    honest = content("city draft")
    said = maps.coverage_map(honest, Book(honest, evidence.digest(honest)), HEIGHT).alternative.text
    for area in honest.children:
        coverage = honest.figures[f"{area.code}/coverage"]
        assert f"{area.name}: {coverage.k} dari {coverage.denominator} TPS melapor" in said


def test_letters_go_on_after_the_alphabet():
    honest = content("city draft")
    many = tuple(replace(honest.area, code=f"x{at:02d}") for at in range(28))
    wide = replace(honest, children=many)
    assert [maps.letter(wide, many[at]) for at in (0, 25, 26, 27)] == ["A", "Z", "AA", "BB"]
