"""A change of look or of reading order is a change that somebody wanted: `make pictures`, then look at the difference."""

import pytest
from PIL import Image
from tests.golden.editions import forge
from tests.golden.looks import (
    MOST_CHANGED,
    PAGES,
    SPOKEN,
    changed_share,
    kept,
    picture,
    picture_of,
    said,
    spoken,
)


@pytest.mark.parametrize(("name", "page"), [(name, page) for name, pages in PAGES.items() for page in pages])
def test_pages_look_as_they_did(name, page):
    before = Image.open(kept(name, page)).convert("RGB")
    changed = changed_share(before, picture(name, page))
    assert changed <= MOST_CHANGED, (
        f"{kept(name, page).name}: {changed:.2%} changed; `make pictures` if that was wanted"
    )


@pytest.mark.parametrize("name", SPOKEN)
def test_an_edition_is_read_out_as_it_was(name):
    assert said(name) == spoken(name).read_text(encoding="utf-8")


def test_numbers_that_stand_apart_are_heard_apart():
    """ "426" and "213/494" beside it are two numbers, for the ear too."""
    heard = said("city draft")
    assert "≥ 426 213/494" in heard
    assert "≥ 6.930 30/139 TPS" in heard


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('stroke-linejoin="round" fill="#a9cfd8"', 'stroke-linejoin="round" fill="#20708c"'),
        ("<h2>Kotak Kejujuran</h2>", ""),
        ('class="attention"', 'class="calm"'),
    ],
    ids=["another colour", "a heading less", "no warning"],
)
def test_a_change_that_a_reader_would_see_is_found(old, new):
    before = Image.open(kept("city draft", 1)).convert("RGB")
    assert changed_share(before, picture_of(forge(lambda html: html.replace(old, new)), 1)) > MOST_CHANGED


def test_pages_of_another_size_are_another_page():
    page = picture("city draft", 1)
    assert changed_share(page, page.resize((page.width, page.height + 1))) == 1
