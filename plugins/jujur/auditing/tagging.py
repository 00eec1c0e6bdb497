"""The structure that a screen reader follows: language, title, headings in order, headers of cells, words for pictures (P47)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pikepdf

from jujur.auditing.language import read_language

_SCOPES = ("/Row", "/Column")


def untold_structures(pdf: bytes) -> list[str]:
    """Sentences on everything by which somebody who does not see the page would be told less, or otherwise."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        found = [*_document(document)]
        if "/StructTreeRoot" in root:
            tree = list(_below(root.StructTreeRoot))
            found += [*_headings(tree), *_pictures(tree)]
            for element in tree:
                if _role(element) == "/Table":
                    found += _cells(element)
    return list(dict.fromkeys(found))


def _document(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if str(root.get("/Lang", "")) != read_language():
        yield f"bahasa dokumen {str(root.get('/Lang', '')) or 'tidak dinyatakan'}, seharusnya {read_language()} (P47)"
    marks, preferences = root.get("/MarkInfo", {}), root.get("/ViewerPreferences", {})
    if "/StructTreeRoot" not in root or not bool(marks.get("/Marked", False)):
        yield "PDF tidak bertanda struktur (P47)"
    if (
        not bool(preferences.get("/DisplayDocTitle", False))
        or not str(document.docinfo.get("/Title", "")).strip()
    ):
        yield "judul dokumen tidak ditampilkan (P47)"
    if any(str(page.get("/Tabs", "")) != "/S" for page in document.pages):
        yield "urutan baca halaman bukan urutan strukturnya (P47)"


def _role(element: pikepdf.Object) -> str:
    return str(element.get("/S", ""))


def _kids(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in _kids(element):
        yield kid
        yield from _below(kid)


def _headings(tree: list[pikepdf.Object]) -> Iterator[str]:
    levels = [int(role[2:]) for one in tree if (role := _role(one))[:2] == "/H" and role[2:].isdigit()]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "terbitan tidak mempunyai tepat satu judul utama di awal (P47)"
    if any(after - before > 1 for before, after in pairwise(levels)):
        yield "tingkat judul melompat (P47)"


def _pictures(tree: list[pikepdf.Object]) -> Iterator[str]:
    untold = sum(_role(one) == "/Figure" and not str(one.get("/Alt", "")).strip() for one in tree)
    if untold:
        yield f"{untold} gambar tanpa teks pengganti (P47)"


def _attribute(element: pikepdf.Object, name: str) -> pikepdf.Object | str:
    attributes = element.get("/A")
    return attributes.get(name, "") if isinstance(attributes, pikepdf.Dictionary) else ""


def _cells(table: pikepdf.Object) -> Iterator[str]:
    below = list(_below(table))
    scopes = {str(one.get("/ID", "")): str(_attribute(one, "/Scope")) for one in below if _role(one) == "/TH"}
    if any(scope not in _SCOPES for scope in scopes.values()):
        yield "kepala tabel tanpa lingkup (P47)"
    if "/Column" not in scopes.values():
        yield "tabel tanpa kepala kolom (P47)"
    for cell in below:
        if _role(cell) == "/TD":
            named = _attribute(cell, "/Headers")
            if "/Column" not in {scopes.get(str(one)) for one in named}:
                yield "sel tabel tidak menyebut kepala kolomnya (P47)"
                return
