"""What editions look and sound like: small pictures of pages, and what a screen reader says. `make pictures` writes both anew.

A change of either is then seen in review, as a picture and as a line of text.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from tests.golden.editions import edition
from tests.screen_reader import read_aloud

FOLDER = Path(__file__).parent / "pictures"
# Which pages of which world; small enough to keep, large enough that a moved line is seen.
PAGES = {
    "city draft": (1, 2, 3),
    "kecamatan final": (1,),
    "nothing came": (2,),
    "all complete, gate open": (1,),
    "city draft, in English": (1, 2),
}
SPOKEN = ("city draft", "kecamatan final", "city draft, in English")
SCALE = 0.9
COLOURS = 32
# A pixel counts as changed from this difference on (of 255), after a blur that forgives half a pixel.
CHANGED_FROM = 48
MOST_CHANGED = 0.001


def picture(name: str, page: int) -> Image.Image:
    """One page of an edition as a small picture."""
    return picture_of(edition(name).pdf, page)


def picture_of(pdf: bytes, page: int) -> Image.Image:
    """One page of a PDF as a small picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        made: Image.Image = document[page - 1].render(scale=SCALE).to_pil().convert("RGB")
    finally:
        document.close()
    return made


def kept(name: str, page: int) -> Path:
    """Where the kept picture of a page is."""
    return FOLDER / f"{_slug(name)}-{page}.png"


def spoken(name: str) -> Path:
    """Where the kept text of an edition is."""
    return FOLDER / f"{_slug(name)}.txt"


def said(name: str) -> str:
    """What a screen reader says, one line a block."""
    return "\n".join(read_aloud(edition(name).pdf)) + "\n"


def reduced(image: Image.Image) -> bytes:
    """The picture as it is kept."""
    stream = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def changed_share(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ visibly; everything when the sizes differ."""
    if one.size != other.size:
        return 1.0
    blur = ImageFilter.GaussianBlur(0.7)
    difference = ImageChops.difference(one.filter(blur), other.filter(blur)).convert("L")
    counts = difference.histogram()
    return sum(counts[CHANGED_FROM:]) / sum(counts)


def write() -> None:
    """Writes all pictures and texts anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in (*FOLDER.glob("*.png"), *FOLDER.glob("*.txt")):
        old.unlink()
    for name, pages in PAGES.items():
        for page in pages:
            kept(name, page).write_bytes(reduced(picture(name, page)))
    for name in SPOKEN:
        spoken(name).write_text(said(name), encoding="utf-8")


def _slug(name: str) -> str:
    return "-".join(name.replace(",", "").split())


if __name__ == "__main__":
    write()
