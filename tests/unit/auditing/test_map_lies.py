"""A map that leaves an area out, or shows it in another class than its figures have, is caught (P02, P31; L13)."""

import re
from dataclasses import replace

import pytest
from tests.golden.editions import ASSETS, content, forge

from jujur.auditing import audit
from jujur.rendering import render

PATCH = r'<path d="M[^"]*" stroke="#4a5a68"[^>]*/>'


def caught(pdf, name="city draft"):
    return "; ".join(audit(pdf, content(name)))


def test_a_silent_area_in_the_colour_of_those_that_reported_is_caught():
    forged = forge(
        lambda html: html.replace('fill="url(#map-hatch)"', 'fill="#20708c"', 1), name="nothing came"
    )
    assert "peta: Pagar Alam Utara digambar dalam golongan yang salah" in caught(forged, "nothing came")


def test_an_area_in_a_better_class_is_caught():
    assert "peta: Pagar Alam Utara" in caught(
        forge(lambda html: re.sub(PATCH, lambda it: it[0].replace("#a9cfd8", "#20708c"), html, count=1))
    )


def test_a_letter_in_a_better_class_is_caught():
    chip = '(height="9.4" [^>]*)fill="#a9cfd8"'
    assert "huruf batang: Pagar Alam Utara" in caught(
        forge(lambda html: re.sub(chip, r'\1fill="#20708c"', html, count=1))
    )


def test_an_area_that_is_not_on_the_map_is_caught():
    assert "peta dan huruf batang memuat 9 wilayah, seharusnya 10" in caught(
        forge(lambda html: re.sub(PATCH, "", html, count=1))
    )


@pytest.mark.parametrize("name", ["kecamatan final", "nothing came", "all complete, gate open"])
def test_a_desk_without_borders_has_tiles_that_pass_the_audit(name):
    bare = replace(content(name), boundaries=())
    made = render(bare, ASSETS)
    assert audit(made.pdf, bare) == []
    assert "Petak wilayah" in made.html
