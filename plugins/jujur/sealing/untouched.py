"""Whether a file still is what the desk built and audited, apart from signatures: its first revision against a later one (L41).

An editor can change a page and let it be signed afterwards; every signature then holds. So everything that a reader sees must
hang on objects of the first revision that nobody wrote over. Only the catalog and pages may be written again, and must say the
same but for the fields of signatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic

from jujur.sealing.files import RevisionReader
from jujur.sealing.objects import entry, form_fields, items, pages

# What signing adds to the catalog. /Metadata: outside signers' software notes its name and date there; ours leaves it alone.
CATALOG_KEYS = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version", "/Metadata"})


def is_untouched(reader: RevisionReader, until: int) -> bool:
    """Whether revisions 1 to ``until`` added nothing but signatures to the first."""
    built = reader.get_historical_resolver(0)
    return all(
        _is_addition(reader, built, revision)
        and _says_the_same(built, reader.get_historical_resolver(revision))
        for revision in range(1, until + 1)
    )


def seen_signatures(reader: RevisionReader) -> list[str]:
    """Fields of signatures that draw something on a page: a picture could cover or forge anything (L42)."""
    return [
        str(entry(field, "/T"))
        for field in form_fields(reader.root)
        if _is_signature(field) and _has_area(field)
    ]


def _is_addition(reader: RevisionReader, built: Any, revision: int) -> bool:
    """Whether a revision writes over no object of the first but catalog, pages, lists of annotations and metadata."""
    xrefs = reader.xrefs
    written = {_number(ref) for ref in xrefs.explicit_refs_in_revision(revision) if _is_first(reader, ref)}
    freed = [ref for ref in xrefs.refs_freed_in_revision(revision) if _is_first(reader, ref)]
    return not freed and written <= set(_rewritable(built))


def _is_first(reader: RevisionReader, ref: generic.Reference) -> bool:
    return int(reader.xrefs.get_introducing_revision(ref)) == 0


def _rewritable(built: Any) -> Iterator[tuple[int, int]]:
    for holder, key in (
        (built.trailer_view, "/Root"),
        (built.trailer_view, "/Info"),
        (built.root, "/Metadata"),
    ):
        if key in holder and isinstance(holder.raw_get(key), generic.IndirectObject):
            yield _number(holder.raw_get(key))
    for page in pages(built.root):
        yield _number(page.container_ref)
        if "/Annots" in page and isinstance(page.raw_get("/Annots"), generic.IndirectObject):
            yield _number(page.raw_get("/Annots"))


def _number(ref: Any) -> tuple[int, int]:
    return (ref.idnum, ref.generation)


def _says_the_same(built: Any, later: Any) -> bool:
    if _plain(built.root, CATALOG_KEYS) != _plain(later.root, CATALOG_KEYS):
        return False
    old, new = list(pages(built.root)), list(pages(later.root))
    return len(old) == len(new) and all(
        _is_same_page(one, other) for one, other in zip(old, new, strict=True)
    )


def _is_same_page(old: Any, new: Any) -> bool:
    if _plain(old, frozenset({"/Annots"})) != _plain(new, frozenset({"/Annots"})):
        return False
    kept = [at for at, note in enumerate(items(new, "/Annots")) if not _is_signature(note)]
    notes = entry(new, "/Annots")
    return _plain(entry(old, "/Annots") or generic.ArrayObject()) == [
        _plain(notes.raw_get(at)) for at in kept
    ]


def _is_signature(note: Any) -> bool:
    return (entry(note, "/Subtype"), entry(note, "/FT")) == ("/Widget", "/Sig")


def _plain(found: Any, without: frozenset[str] = frozenset()) -> object:
    """A value without what it points to: two are equal where they say the same and point to the same objects."""
    if isinstance(found, generic.IndirectObject):
        return ("to", *_number(found))
    if isinstance(found, generic.DictionaryObject):
        return {str(key): _plain(found.raw_get(key)) for key in found if key not in without}
    if isinstance(found, generic.ArrayObject):
        return [_plain(found.raw_get(at)) for at in range(len(found))]
    return (type(found).__name__, repr(found))


def _has_area(field: Any) -> bool:
    rectangle = [float(edge) for edge in items(field, "/Rect")]
    return bool(rectangle) and rectangle[0] != rectangle[2] and rectangle[1] != rectangle[3]
