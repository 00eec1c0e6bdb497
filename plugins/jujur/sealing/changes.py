"""What was done to a file between two of its revisions, in words for a person. It judges nothing; `verification` does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic

from jujur.sealing.objects import DEEPEST, entry, form_fields, items, pages


def describe_changes(before: Any, after: Any) -> tuple[str, ...]:
    """Differences between two revisions (pyHanko's historical resolvers), as Indonesian sentences; () where nothing shows."""
    return (
        *_page_changes(before, after),
        *_attachment_changes(before, after),
        *_other_changes(before, after),
    )


def _page_changes(before: Any, after: Any) -> Iterator[str]:
    old, new = [list(pages(one.root)) for one in (before, after)]
    if len(new) > len(old):
        yield f"{len(new) - len(old)} halaman ditambahkan"
    if len(new) < len(old):
        yield f"{len(old) - len(new)} halaman dibuang"
    for at, (one, other) in enumerate(zip(old, new, strict=False), 1):
        if _digest(one, "/Contents") != _digest(other, "/Contents"):
            yield f"isi halaman {at} diubah"
        elif _digest(one, "/Resources") != _digest(other, "/Resources"):
            yield f"huruf atau gambar halaman {at} diubah"
        if added := len(_drawn(other)) - len(_drawn(one)):
            yield f"{abs(added)} anotasi {'ditempelkan pada' if added > 0 else 'dibuang dari'} halaman {at}"


def _drawn(page: Any) -> list[Any]:
    """Annotations that are no fields of signatures."""
    return [note for note in items(page, "/Annots") if entry(note, "/FT") != "/Sig"]


def _digest(holder: Any, key: str) -> bytes:
    digest = hashlib.sha256()
    for piece in _pieces(holder.raw_get(key) if key in holder else None, 0):
        digest.update(piece)
    return digest.digest()


def _pieces(found: Any, depth: int) -> Iterator[bytes]:
    """A value with everything below it, streams by their bytes."""
    if isinstance(found, generic.IndirectObject):
        found = found.get_object()
    if depth > DEEPEST:
        return
    if isinstance(found, generic.StreamObject):
        yield b"stream"
        yield found.encoded_data
    if isinstance(found, generic.DictionaryObject):
        for key in sorted(found):
            if key != "/Parent":
                yield str(key).encode()
                yield from _pieces(found.raw_get(key), depth + 1)
    elif isinstance(found, generic.ArrayObject):
        yield f"[{len(found)}".encode()
        for at in range(len(found)):
            yield from _pieces(found.raw_get(at), depth + 1)
    else:
        yield repr(found).encode()


def _attachment_changes(before: Any, after: Any) -> Iterator[str]:
    old, new = _attachments(before.root), _attachments(after.root)
    for name in sorted({*old, *new}):
        if name not in old:
            yield f"lampiran {name} ditambahkan"
        elif name not in new:
            yield f"lampiran {name} dibuang"
        elif old[name] != new[name]:
            yield f"lampiran {name} ditukar"


def _attachments(root: Any) -> dict[str, bytes]:
    return dict(_named(entry(entry(root, "/Names"), "/EmbeddedFiles"), 0))


def _named(node: Any, depth: int) -> Iterator[tuple[str, bytes]]:
    if depth > DEEPEST:
        return
    names = items(node, "/Names")
    yield from (
        (str(name), _digest(file, "/EF")) for name, file in zip(names[::2], names[1::2], strict=False)
    )
    for kid in items(node, "/Kids"):
        yield from _named(kid, depth + 1)


def _other_changes(before: Any, after: Any) -> Iterator[str]:
    if _digest(before.root, "/Metadata") != _digest(after.root, "/Metadata"):
        yield "metadata diubah"
    old, new = set(_signed_fields(before.root)), set(_signed_fields(after.root))
    yield from (f"tanda tangan {name} dibubuhkan" for name in sorted(new - old))
    yield from (f"tanda tangan {name} dibuang" for name in sorted(old - new))
    if "/DSS" in after.root and "/DSS" not in before.root:
        yield "bahan pemeriksaan jangka panjang (DSS) ditambahkan"


def _signed_fields(root: Any) -> Iterator[str]:
    for field in form_fields(root):
        if entry(field, "/FT") == "/Sig" and "/V" in field:
            yield str(entry(field, "/T"))
