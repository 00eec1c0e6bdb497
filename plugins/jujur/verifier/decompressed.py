"""A report as it would be had its press not compressed anything: what "the same bytes" means where zlib differs (P35).

Two builds of zlib code the same content differently. That changes, in a file of our press, exactly these: the compressed form
of each stream and its ``/Length``, the offsets in the cross-reference stream with the width of their field (``/W``),
``startxref``, and ``/ID``, a digest over the compressed objects. Everything else is kept byte for byte: header, order and
numbers of the objects, every dictionary, every decoded stream. Offsets are not forgiven but checked against where the objects
stand, and what a stream holds after its compressed end is refused, so that nothing can hide in what is left out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_STREAM = re.compile(rb"/Length ([0-9]{1,9})>>\nstream\n")
_OBJECT = re.compile(rb"(?<=\n)([0-9]{1,9}) 0 obj\n")
_TAIL = re.compile(rb"\nendstream\nendobj\nstartxref\n([0-9]{1,10})\n%%EOF\n")
_CROSS_REFERENCE = re.compile(
    rb"<</Type /XRef/Index \[0 ([0-9]{1,9})\]/W \[1 ([1-8]) ([1-8])\]/Size \1"
    rb"(?P<roots>/Root [0-9]{1,9} 0 R(?:/Info [0-9]{1,9} 0 R)?)"
    rb"/ID \[\(([0-9a-f]{32})\) \(\5\)\]/Filter /FlateDecode"
)
# The kind of an entry of the cross-reference whose object stands in the file itself (ISO 32000-1, table 18).
_PLAIN = 1


class NotAsPressed(Exception):
    """The file does not have the form in which the press writes: changed, written anew by another program, or no PDF at all."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands before a stream's length, from where on in the file, and the decoded stream."""

    at: int
    before: bytes
    content: bytes


def decompressed(pdf: bytes, at_most: int = 1 << 28) -> bytes:
    """The one uncompressed form of a file of the press; equal for two files exactly when only their compression differs.

    ``pdf`` ends with its first revision. Raises NotAsPressed, also when the form would be longer than ``at_most`` bytes.
    """
    parts = list(_parts(pdf, at_most))
    if not parts:
        raise NotAsPressed("no stream")
    *bodies, last = parts
    number, places = _places(parts)
    head, _, dictionary = last.before.rpartition(b"\n")
    table = _CROSS_REFERENCE.fullmatch(dictionary)
    if table is None or int(table[1]) != number + 1:
        raise NotAsPressed("no cross-reference stream at the end")
    tail = _TAIL.fullmatch(pdf, pdf.rindex(b"\nendstream"))
    if tail is None or int(tail[1]) != places[number]:
        raise NotAsPressed("the cross-reference is not where the end of the file says")
    entries = list(_entries(last.content, int(table[2]), int(table[3])))
    if {at: place for at, (kind, place, _) in enumerate(entries) if kind == _PLAIN} != places:
        raise NotAsPressed("an object is not where the cross-reference says")
    told = (entry if entry[0] != _PLAIN else (_PLAIN, 0, entry[2]) for entry in entries)
    lines = b"".join(b"%d %d %d\n" % entry for entry in told)
    return b"".join(
        (
            *(
                b"%s/Length %d>>\nstream\n%s" % (part.before, len(part.content), part.content)
                for part in bodies
            ),
            head,
            b"\n<</Type /XRef" + table["roots"] + b">>\n",
            lines,
        )
    )


def _parts(pdf: bytes, at_most: int) -> Iterator[_Part]:
    at = 0
    while found := _STREAM.search(pdf, at):
        before = pdf[at : found.start()]
        end = found.end() + int(found[1])
        raw = pdf[found.end() : end]
        if len(raw) != int(found[1]) or not pdf.startswith(b"\nendstream\nendobj\n", end):
            raise NotAsPressed("a stream does not end where its length says")
        is_coded = before.endswith(b"/Filter /FlateDecode")
        content = _decoded(raw, at_most) if is_coded else raw
        at_most -= len(before) + len(content)
        if at_most < 0:
            raise NotAsPressed("too long")
        yield _Part(at, before, content)
        at = end


def _decoded(raw: bytes, at_most: int) -> bytes:
    decoder = zlib.decompressobj()
    try:
        content = decoder.decompress(raw, at_most + 1)
    except zlib.error as error:
        raise NotAsPressed(str(error)) from None
    if not decoder.eof or decoder.unused_data:
        raise NotAsPressed("a stream goes on after its compressed end, or stops before it")
    return content


def _places(parts: list[_Part]) -> tuple[int, dict[int, int]]:
    """The number of the last object, and where each that is no part of an object stream begins."""
    found = [(int(one[1]), part.at + one.start(1)) for part in parts for one in _OBJECT.finditer(part.before)]
    places = dict(found)
    if not found or len(places) != len(found):
        raise NotAsPressed("an object is there twice, or none is")
    return found[-1][0], places


def _entries(content: bytes, place_width: int, last_width: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place or number of the stream that holds the object, and generation or index there, of each object by number."""
    for at in range(0, len(content), 1 + place_width + last_width):
        rest = content[at + 1 : at + 1 + place_width + last_width]
        yield (
            content[at],
            int.from_bytes(rest[:place_width], "big"),
            int.from_bytes(rest[place_width:], "big"),
        )
