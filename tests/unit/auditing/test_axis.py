"""The coverage chart has one axis, from zero, whose numbers stand where the bars say, and holds nothing but bars (P31; L12)."""

import re

import pytest
from tests.golden.editions import content, forge

from jujur.auditing.axis import crooked_axis
from jujur.auditing.visibility import read_sheets
from jujur.lies import redrawing

STRANGER = "diagram cakupan memuat gambar yang bukan batang atau sumbu (P31)"
TICK = r'(<text x="[\d.]+" y="[\d.]+" font-size="6.9"[^>]*>)([^<]*)(</text>)'
LINE = r'<line x1="[\d.]+" x2="[\d.]+" y1="0"[^>]*/>'
PLATE = r'(<rect x=")([\d.]+)(" y="[\d.]+" width="16" height="11" fill="#ffffff"/>)'


def said(change, name="city draft"):
    pdf = forge(change, name)
    return crooked_axis(content(name), read_sheets(pdf), pdf)


def exchanged(html):
    """The numbers of two lines in each other's place."""
    one, other = [found[2] for found in re.finditer(TICK, html)][1:3]
    places = {one: other, other: one}
    return re.sub(TICK, lambda it: it[1] + places.get(it[2], it[2]) + it[3], html)


def without_zero(html):
    """The number under the first line left out, and the line with it."""
    return re.sub(LINE, "", re.sub(TICK, "", html, count=1), count=1)


@pytest.mark.parametrize("draw", [redrawing.second_axis, redrawing.in_depth, redrawing.icon])
def test_a_drawing_beside_the_bars_is_a_stranger(draw):
    assert set(said(draw)) == {STRANGER}


def test_a_plate_may_lie_on_a_gap_alone():
    """A white box over a bar makes it look shorter."""

    def over_a_bar(html):
        return re.sub(PLATE, lambda it: f"{it[1]}110{it[3]}", html, count=1)

    assert said(over_a_bar) == [STRANGER]


def out_of_place(*numbers):
    return [f"angka sumbu diagram cakupan tidak pada tempatnya: {number} (P31)" for number in numbers]


def test_an_axis_shorter_than_its_bars():
    assert said(redrawing.regraded) == out_of_place(50, 100, 150, 200)


def test_two_numbers_of_the_axis_in_each_others_place():
    assert said(exchanged) == out_of_place(100, 50)


def test_an_axis_must_begin_with_zero():
    assert said(without_zero) == ["sumbu diagram cakupan tidak mulai dari nol (P31)"]


def test_bars_without_an_axis_say_nothing():
    assert said(lambda html: re.sub(LINE, "", html)) == ["diagram cakupan tidak bersumbu (P31)"]


def test_the_colour_of_the_grid_is_free():
    assert said(redrawing.restyled("#dfe5ea", "#d5dde4")) == []


@pytest.mark.parametrize("name", ["city draft, in English", "busy week"])
def test_other_languages_and_kinds_have_the_same_axis(name):
    assert STRANGER in said(redrawing.in_depth, name)
    assert said(redrawing.restyled("#dfe5ea", "#d5dde4"), name) == []
