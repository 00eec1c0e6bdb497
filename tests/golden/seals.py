"""Sealed editions for tests, made once, and what forgers do to them by incremental update, with pyHanko's own writer."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.golden.editions import ASSETS, content, edition

from jujur.domain.editions import Act
from jujur.rendering.press import press
from jujur.rendering.templates import style_sheet
from jujur.sealing import SealKey, make_keys, sign_edition

WORLD = "kecamatan final"
SIGNED_AT = datetime(2024, 2, 14, 12, 45, tzinfo=UTC)
DESK = "Desk Pemilu dan Pilkada Kota Pagar Alam"
OVERLAY = b"q 1 1 1 rg 40 600 500 200 re f Q"


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


def extend(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with a further revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    assert output.getvalue().startswith(pdf)
    return output.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    """The page that everybody reads."""
    page: generic.DictionaryObject = writer.root["/Pages"]["/Kids"][0]
    return page


def overlay(writer: IncrementalPdfFileWriter) -> None:
    """Paints a white box over page 1."""
    page = first_page(writer)
    painted = writer.add_object(generic.StreamObject(stream_data=OVERLAY))
    old = page.raw_get("/Contents")
    page[pdf_name("/Contents")] = generic.ArrayObject([old, painted])
    writer.update_container(page)


def append_page(writer: IncrementalPdfFileWriter) -> None:
    """Adds a page at the end."""
    tree, page = writer.root["/Pages"], first_page(writer)
    copy = generic.DictionaryObject({key: page.raw_get(key) for key in page if key != "/StructParents"})
    tree["/Kids"].append(writer.add_object(copy))
    tree[pdf_name("/Count")] = generic.NumberObject(len(tree["/Kids"]))
    writer.update_container(tree["/Kids"])
    writer.update_container(tree)


def swap_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Puts other figures under the same name."""
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = names[1]["/EF"].raw_get("/F").get_object()
    stream._data, stream._encoded_data = b'{"figures": {}}', None
    writer.update_container(stream)


def add_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Attaches a second file."""
    embed_file(
        writer, FileSpec("data.csv", embedded_data=EmbeddedFileObject.from_file_data(writer, b"a,b\n"))
    )


def paste_annotation(writer: IncrementalPdfFileWriter) -> None:
    """A remark over page 1."""
    page = first_page(writer)
    note = {
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Subtype"): pdf_name("/FreeText"),
        pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(edge) for edge in (40, 600, 540, 800)]),
        pdf_name("/Contents"): generic.TextStringObject("Situasi aman"),
    }
    entry = writer.add_object(generic.DictionaryObject(note))
    page[pdf_name("/Annots")] = generic.ArrayObject([*page.get("/Annots", ()), entry])
    writer.update_container(page)


def change_title(writer: IncrementalPdfFileWriter) -> None:
    """Another title in the metadata, which PDF readers show as the name of the window."""
    writer._meta.title = "Situasi aman"
    writer._force_write_when_empty = True


def nothing_else(writer: IncrementalPdfFileWriter) -> None:
    """An empty revision; only the date in the metadata changes."""
    writer._force_write_when_empty = True


def resave(pdf: bytes, change: Callable[[pikepdf.Pdf], None] | None = None) -> bytes:
    """The file as an editor writes it anew."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if change:
            change(opened)
        opened.save(output)
    return output.getvalue()
