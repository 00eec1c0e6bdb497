"""A change of look or of reading order is a change that somebody wanted: `make gallery`, then look at the difference."""

import pytest
from PIL import Image
from tests.golden.editions import forge
from tests.golden.gallery import FOLDER, index, kept_pdf, kept_pictures, pictures_of, show
from tests.golden.looks import MOST_CHANGED, SPOKEN, changed_share, said, spoken
from tests.golden.pieces import PIECES

BY_NAME = {piece.name: piece for piece in PIECES}


@pytest.mark.parametrize("name", BY_NAME)
def test_pages_look_as_they_did(name):
    piece = BY_NAME[name]
    kept, made = kept_pictures(piece), show(piece).pictures
    assert len(kept) == len(made), (
        f"{name}: {len(kept)} pages before, {len(made)} now; `make gallery` if wanted"
    )
    for path, page in zip(kept, made, strict=True):
        changed = changed_share(Image.open(path).convert("RGB"), page)
        assert changed <= MOST_CHANGED, (
            f"{path.name}: {changed:.2%} changed; `make gallery` if that was wanted"
        )


def test_the_gallery_holds_what_it_lists():
    listed = [(piece, len(kept_pictures(piece)), kept_pdf(piece).stat().st_size) for piece in PIECES]
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == index(listed)
    assert {path.stem for path in FOLDER.glob("*.pdf")} == set(BY_NAME)


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
    before = Image.open(kept_pictures(BY_NAME["harian-kota-separuh"])[0]).convert("RGB")
    forged = pictures_of(forge(lambda html: html.replace(old, new)))[0]
    assert changed_share(before, forged) > MOST_CHANGED


def test_pages_of_another_size_are_another_page():
    page = pictures_of(kept_pdf(BY_NAME["harian-kota-separuh"]).read_bytes())[0]
    assert changed_share(page, page.resize((page.width, page.height + 1))) == 1
