"""docs/gallery: every kind of report, for the city and for one kecamatan, of fixed worlds. `make gallery` writes it anew.

The pictures of its pages are what a change of look is compared with, and what a review shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from tests.golden.pieces import PIECES, Piece

FOLDER = Path(__file__).parents[2] / "docs" / "gallery"
# Pages are kept at this scale of 72 dots an inch, in so many colours: legible, and small.
SCALE = 1.15
COLOURS = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """A finished piece of the gallery and the pictures of its pages."""

    piece: Piece
    pdf: bytes
    pictures: tuple[Image.Image, ...]


def show(piece: Piece) -> Shown:
    """Makes a piece and looks at every page of it."""
    pdf = piece.make()
    return Shown(piece, pdf, tuple(pictures_of(pdf)))


def pictures_of(pdf: bytes) -> list[Image.Image]:
    """Every page of a PDF as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def reduced(image: Image.Image) -> bytes:
    """The picture as it is kept."""
    stream = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def kept_pictures(piece: Piece) -> list[Path]:
    """Where the kept pictures of a piece are, in the order of its pages."""
    return sorted(FOLDER.glob(f"{piece.name}-[0-9]*.png"), key=lambda path: int(path.stem.rpartition("-")[2]))


def kept_pdf(piece: Piece) -> Path:
    """Where the kept PDF of a piece is."""
    return FOLDER / f"{piece.name}.pdf"


def index(shown: Sequence[tuple[Piece, int, int]]) -> str:
    """The page that shows them: each piece with its world, its pages and its size."""
    lines = [
        "# Gallery",
        "",
        "Every kind of report, of worlds that are fixed in `tests/golden/`, made by `make gallery` and nothing else. Each PDF",
        "is the whole thing, figures and provenance inside. `tests/unit/rendering/test_looks.py` fails when a page changes.",
        "",
    ]
    group = ""
    for piece, pages, size in shown:
        if piece.group != group:
            group = piece.group
            lines += [f"## {group}", "", "| | what it is | pages | KB |", "|---|---|---|---|"]
        pictures = " ".join(f"[{at}]({piece.name}-{at}.png)" for at in range(1, pages + 1))
        lines.append(
            f'| <a href="{piece.name}.pdf"><img src="{piece.name}-1.png" width="150" alt=""></a> '
            f"| **[{piece.title}]({piece.name}.pdf)**: {piece.about} | {pictures} | {round(size / 1024)} |"
        )
        if piece is shown[-1][0] or shown[[one for one, _, _ in shown].index(piece) + 1][0].group != group:
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def write(workers: int = 2) -> None:
    """Writes the whole gallery anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in (*FOLDER.glob("*.png"), *FOLDER.glob("*.pdf")):
        old.unlink()
    sizes = []
    with ProcessPoolExecutor(workers) as pool:
        for shown in pool.map(_written, [piece.name for piece in PIECES]):
            sizes.append(shown)
            print(json.dumps(shown), flush=True)
    by_name = {piece.name: piece for piece in PIECES}
    (FOLDER / "README.md").write_text(
        index([(by_name[name], pages, size) for name, pages, size in sizes]), encoding="utf-8"
    )


def _written(name: str) -> tuple[str, int, int]:
    (piece,) = (one for one in PIECES if one.name == name)
    shown = show(piece)
    kept_pdf(piece).write_bytes(shown.pdf)
    for at, picture in enumerate(shown.pictures, 1):
        (FOLDER / f"{name}-{at}.png").write_bytes(reduced(picture))
    return name, len(shown.pictures), len(shown.pdf)


if __name__ == "__main__":
    write()
