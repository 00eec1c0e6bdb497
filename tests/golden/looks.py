"""How pages are compared with their kept pictures, and what editions sound like. `make gallery` writes both anew.

A change of either is then seen in review, as a picture and as a line of text.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops, ImageFilter
from tests.golden.editions import edition
from tests.screen_reader import read_aloud

FOLDER = Path(__file__).parent / "spoken"
SPOKEN = ("city draft", "kecamatan final", "city draft, in English")
# A pixel counts as changed from this difference on (of 255), after a blur that forgives half a pixel.
CHANGED_FROM = 48
MOST_CHANGED = 0.001


def spoken(name: str) -> Path:
    """Where the kept text of an edition is."""
    return FOLDER / f"{'-'.join(name.replace(',', '').split())}.txt"


def said(name: str) -> str:
    """What a screen reader says, one line a block."""
    return "\n".join(read_aloud(edition(name).pdf)) + "\n"


def changed_share(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ visibly; everything when the sizes differ."""
    if one.size != other.size:
        return 1.0
    blur = ImageFilter.GaussianBlur(0.7)
    difference = ImageChops.difference(one.filter(blur), other.filter(blur)).convert("L")
    counts = difference.histogram()
    return sum(counts[CHANGED_FROM:]) / sum(counts)


def write() -> None:
    """Writes the spoken texts anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in SPOKEN:
        spoken(name).write_text(said(name), encoding="utf-8")


if __name__ == "__main__":
    write()
