"""What a PDF can hold beside its pages: layers, notes, scripts, pictures, other readings, files (P32, P36; L41, L42)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

ROOTS = (
    "/OCProperties",
    "/AcroForm",
    "/OpenAction",
    "/AA",
    "/Collection",
    "/URI",
    "/Perms",
    "/Threads",
    "/Dests",
)
# Actions that run, open, send or hide something; /S also names the kind of a structure element, and none is called like these.
ACTIONS = {
    *("/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE"),
    *("/Rendition", "/Movie", "/Sound", "/Hide", "/SetOCGState", "/Named", "/RichMediaExecute"),
}
# A picture can show what no reader reads, and another reading can say what no picture shows.
SUBTYPES = {"/Image": "gambar bitmap", "/RichMedia": "media", "/Type3": "huruf gambar", "/PS": "program"}
KEYS = {
    "/JS": "skrip",
    "/XFA": "formulir XFA",
    "/ActualText": "bacaan lain (ActualText)",
    "/E": "kepanjangan (E)",
}
_OWN_FILE = re.compile(r"[a-z][a-z_]{1,30}\.(?:json|csv)")


def hidden_structures(pdf: bytes) -> list[str]:
    """Sentences on everything that could change, add to or contradict what is seen; an edition has none of it."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = [*_roots(document), *_objects(document), *_files(document)]
    return list(dict.fromkeys(found))


def _roots(document: pikepdf.Pdf) -> Iterator[str]:
    yield from (f"PDF memuat {name} (P32)" for name in ROOTS if name in document.Root)
    for name in document.Root.get("/Names", {}):
        if name != "/EmbeddedFiles":
            yield f"PDF memuat nama {name} (P32)"
    for at, page in enumerate(document.pages, 1):
        if "/Annots" in page:
            yield f"halaman {at} memuat anotasi (P32)"
        if "/AA" in page:
            yield f"halaman {at} memuat aksi (P32)"
        if "/CropBox" in page and page.CropBox != page.MediaBox:
            yield f"halaman {at} dipotong: sebagian isinya tidak tampak (P32)"


def _objects(document: pikepdf.Pdf) -> Iterator[str]:
    for item in document.objects:
        if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if str(item.get("/S", "")) in ACTIONS:
            yield f"PDF memuat aksi {item['/S']} (P32)"
        if str(item.get("/Type", "")) == "/OCG":
            yield "PDF memuat lapisan yang dapat disembunyikan (P32)"
        if (kind := str(item.get("/Subtype", ""))) in SUBTYPES:
            yield f"PDF memuat {SUBTYPES[kind]}, yang tidak dapat dibaca kembali (P32)"
        yield from (f"PDF memuat {name} (P32)" for key, name in KEYS.items() if key in item)


def _files(document: pikepdf.Pdf) -> Iterator[str]:
    """Attached files are those of the desk, each listed once: a file in no list is carried past the reader (P36)."""
    names = list(document.attachments)
    yield from (
        f"lampiran {name!r} bukan lampiran desk (P36)" for name in names if not _OWN_FILE.fullmatch(name)
    )
    kept = sum(
        isinstance(item, pikepdf.Stream) and str(item.get("/Type", "")) == "/EmbeddedFile"
        for item in document.objects
    )
    if kept != len(names):
        yield f"PDF memuat {kept} berkas, terdaftar {len(names)} lampiran (P36)"
