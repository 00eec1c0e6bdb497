"""Forgeries of a finished file, for tests of whoever must find them."""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf


def edited(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file opened in an editor, changed and saved."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def attachment(pdf: bytes, name: str) -> bytes:
    """The bytes of one attachment."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        held = document.attachments
        specification = held[name]
        stored = specification.get_file()
        return bytes(stored.read_bytes())


def with_attachment(pdf: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one attachment changed, everything else as it was."""
    before = attachment(pdf, name)
    after = change(before)
    assert after != before, "the forgery changed nothing"

    def put(document: pikepdf.Pdf) -> None:
        held = document.attachments
        specification = held[name]
        stream = specification.obj["/EF"]["/F"]
        stream.write(after)

    return edited(pdf, put)


def facts_changed(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    """A change of ``figures.json`` as an object."""

    def on_bytes(text: bytes) -> bytes:
        facts = json.loads(text)
        change(facts)
        return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    return on_bytes


_STREAM = re.compile(rb"/Length ([0-9]+)>>\nstream\n")


def coded_anew(
    pdf: bytes,
    code: Callable[[bytes], bytes] = lambda content: zlib.compress(content, 1),
    change: Callable[[int, bytes], bytes] = lambda _, content: content,
    point: Callable[[dict[int, int]], dict[int, int]] = lambda places: places,
) -> bytes:
    """A file of the press as another encoder would have coded it, its lengths and offsets right.

    ``change`` gets each decoded stream with its position in the file, ``point`` the places of the objects.
    """
    out, places, at = b"", {}, 0
    streams = list(_streams(pdf))
    for position, (begin, end, before) in enumerate(streams):
        out += before
        places.update(
            {int(one[1]): one.start(1) for one in re.finditer(rb"(?<=\n)(\d+) 0 obj\n", out)} | places
        )
        content = zlib.decompress(pdf[begin:end]) if before.endswith(b"/FlateDecode") else pdf[begin:end]
        if position == len(streams) - 1:
            content = _table(content, before, point(places))
            last = max(places.values())
        content = change(position, content)
        coded = code(content) if before.endswith(b"/FlateDecode") else content
        out += b"/Length %d>>\nstream\n%s" % (len(coded), coded)
        at = end
    return out + re.sub(rb"startxref\n\d+", b"startxref\n%d" % last, pdf[at:])


def _streams(pdf: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while found := _STREAM.search(pdf, at):
        end = found.end() + int(found[1])
        yield found.end(), end, pdf[at : found.start()]
        at = end


def _table(content: bytes, dictionary: bytes, places: dict[int, int]) -> bytes:
    """The cross-reference with other offsets, its fields as wide as before."""
    found = re.search(rb"/W \[1 (\d) (\d)\]", dictionary)
    assert found is not None
    wide, width = int(found[1]), 1 + int(found[1]) + int(found[2])
    entries = [content[at : at + width] for at in range(0, len(content), width)]
    return b"".join(
        entry[:1] + places[number].to_bytes(wide, "big") + entry[1 + wide :] if number in places else entry
        for number, entry in enumerate(entries)
    )
