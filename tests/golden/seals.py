"""Sealed editions for tests, made once, and what forgers do to them: with their own tool, or with pyHanko's own writer."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.golden.editions import ASSETS, content, edition

from jujur.domain.editions import Act
from jujur.lies.forger import extended, rewritten
from jujur.lies.forgeries import add_attachment, append_page, attachment, overlay, paste_note
from jujur.rendering.press import press
from jujur.rendering.templates import style_sheet
from jujur.sealing import SealKey, make_keys, sign_edition

WORLD = "kecamatan final"
SIGNED_AT = datetime(2024, 2, 14, 12, 45, tzinfo=UTC)
DESK = "Desk Pemilu dan Pilkada Kota Pagar Alam"


@cache
def desk_keys(name: str = DESK) -> dict[Act, SealKey]:
    """Keys of a desk for the offices that decided in the world."""
    offices = {one.decision.act: [one.office] for one in content(WORLD).decisions}
    return make_keys(name, offices, SIGNED_AT)


@cache
def trust(name: str = DESK) -> bytes:
    """The certificate of a desk's authority."""
    return desk_keys(name)["verify"].authority


SMALL = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Laporan</title>
<meta name="dcterms.created" content="2024-02-14T16:00:00+07:00">
<meta name="dcterms.modified" content="2024-02-14T16:00:00+07:00">
</head><body><h1>Laporan</h1><p>Melapor.</p><p style="break-before:page">Halaman berikut.</p></body></html>"""


@cache
def unsigned() -> bytes:
    """A small report as the desk builds it, with its attachment: a whole edition takes a second to check, this one nothing."""
    return press(SMALL, style_sheet(ASSETS), ASSETS, b'{"figures": {"a": 1}}', content(WORLD).edition.as_of)


@cache
def whole_edition() -> bytes:
    """The audited bytes of a real edition."""
    return edition(WORLD).pdf


def signed(pdf: bytes, name: str = DESK) -> bytes:
    """Any bytes with the two signatures of a desk."""
    about = content(WORLD)
    return sign_edition(pdf, about.edition, about.decisions, desk_keys(name), SIGNED_AT).pdf


@cache
def sealed() -> bytes:
    """The small report with both signatures."""
    return signed(unsigned())


@cache
def sealed_edition() -> bytes:
    """The real edition with both signatures."""
    return signed(whole_edition())


swap_attachment = attachment(lambda _: b'{"figures": {}}', "figures.json")


def write_on(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with a further revision by pyHanko's own writer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    assert output.getvalue().startswith(pdf)
    return output.getvalue()


def change_title(writer: IncrementalPdfFileWriter) -> None:
    """Another title in the metadata, which PDF readers show as the name of the window."""
    writer._meta.title = "Situasi aman"
    writer._force_write_when_empty = True


def nothing_else(writer: IncrementalPdfFileWriter) -> None:
    """An empty revision; only the date in the metadata changes."""
    writer._force_write_when_empty = True


__all__ = [
    "add_attachment",
    "append_page",
    "attachment",
    "change_title",
    "extended",
    "nothing_else",
    "overlay",
    "paste_note",
    "rewritten",
    "swap_attachment",
    "write_on",
]
