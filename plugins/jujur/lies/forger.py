"""A forger's own tool: reads and extends a PDF as bytes.

Written from the format alone (ISO 32000-1 §7.5), with none of the libraries of those who must notice: what it writes is not
shaped by what they read best. It knows the files of this desk: cross-reference streams, object streams, flat page trees.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from itertools import pairwise

_START = re.compile(rb"startxref\s+(\d+)")
_HEAD = re.compile(rb"\d+ \d+ obj\s*")
_REFERENCE = rb"(\d+) 0 R"
_WIDTHS = (1, 4, 2)


class Paper:
    """A PDF file with its objects by number, the newest version of each; what is put or added is written by `extended`."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._places: dict[int, tuple[int, int, int]] = {}
        self._trailer = b""
        self._new: dict[int, bytes] = {}
        at: int | None = int(_START.findall(pdf)[-1])
        self._newest = at or 0
        while at is not None:
            at = self._read_table(at)

    # What is there.

    def body(self, number: int) -> bytes:
        """An object as it is written, its stream included."""
        if number in self._new:
            return self._new[number]
        kind, first, second = self._places[number]
        return self._body_at(first) if kind == 1 else self._packed(first, second)

    def numbers(self) -> list[int]:
        """The numbers of all objects that are in use."""
        return sorted({*(number for number, place in self._places.items() if place[0]), *self._new})

    def stream(self, number: int) -> bytes:
        """What a stream holds, decompressed."""
        return _decoded(self.body(number))

    def target(self, body: bytes, name: str) -> int:
        """The number of the object that an entry of a dictionary points to. Raises ValueError when it has no such entry."""
        found = re.search(rb"/" + name.encode() + rb"\s*" + _REFERENCE, body)
        if found is None:
            raise ValueError(f"/{name}: {body[:80]!r}")
        return int(found[1])

    @property
    def tree(self) -> int:
        """The page tree."""
        return self.target(self.body(self.target(self._trailer, "Root")), "Pages")

    @property
    def pages(self) -> list[int]:
        """The pages in order."""
        kids = re.search(rb"/Kids\s*\[([^\]]*)\]", self.body(self.tree))
        assert kids is not None
        return [int(found) for found in re.findall(_REFERENCE, kids[1])]

    @property
    def info(self) -> int:
        """Title, author and dates."""
        return self.target(self._trailer, "Info")

    # What is changed.

    def put(self, number: int, body: bytes) -> None:
        """Another version of an object."""
        self._new[number] = body

    def add(self, body: bytes) -> int:
        """A further object; gives its number."""
        number = max([*self._places, *self._new]) + 1
        self._new[number] = body
        return number

    def edit(self, number: int, pattern: bytes, by: bytes) -> None:
        """Replaces the first match in an object. Raises ValueError when there is none."""
        changed, count = re.subn(pattern, lambda _: by, self.body(number), count=1)
        if not count:
            raise ValueError(f"{number}: {pattern!r}")
        self.put(number, changed)

    # How it is saved.

    def extended(self) -> bytes:
        """The file with one further revision: the bytes before it stay as they are."""
        start = self._pdf if self._pdf.endswith(b"\n") else self._pdf + b"\n"
        return self._written(start, dict(sorted(self._new.items())), b"/Prev %d" % self._newest)

    def rewritten(self) -> bytes:
        """The file as an editor saves it anew: the same objects, none packed, in one revision."""
        kept = {number: self.body(number) for number in self.numbers()}
        kept = {
            number: body
            for number, body in kept.items()
            if not re.match(rb"<<[^>]*/Type\s*/(?:XRef|ObjStm)", body)
        }
        return self._written(self._pdf[: self._pdf.index(b"\n") + 1], kept, b"")

    def _written(self, start: bytes, objects: dict[int, bytes], previous: bytes) -> bytes:
        out = bytearray(start)
        places: dict[int, int] = {}
        for number, body in objects.items():
            places[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        own = max([*self._places, *objects]) + 1
        places[own] = len(out)
        index = b" ".join(b"%d 1" % number for number in places)
        table = b"".join(
            b"".join(part.to_bytes(width, "big") for part, width in zip((1, at, 0), _WIDTHS, strict=True))
            for at in places.values()
        )
        kept = b"".join(
            found[0]
            for key in (b"Root", b"Info")
            if (found := re.search(rb"/" + key + rb" \d+ 0 R", self._trailer))
        )
        identity = re.search(rb"/ID\s*\[[^\]]*\]", self._trailer)
        about = b"/Type/XRef/W[1 4 2]/Index[%s]/Size %d%s%s%s" % (
            *(index, own + 1, kept, identity[0] if identity else b"", previous),
        )
        out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
            own,
            made_stream(table, about),
            places[own],
        )
        return bytes(out)

    # How it is read.

    def _read_table(self, at: int) -> int | None:
        body = self._body_at(at)
        self._trailer = self._trailer or body
        one, two, three = (int(width) for width in re.findall(rb"\d+", _value(body, "W")))
        index = [int(part) for part in re.findall(rb"\d+", _value(body, "Index"))]
        numbers = [
            start + step
            for start, count in zip(index[::2], index[1::2], strict=True)
            for step in range(count)
        ]
        data, size = _decoded(body), one + two + three
        for place, number in enumerate(numbers):
            row = data[place * size : (place + 1) * size]
            parts = (row[:one], row[one : one + two], row[one + two :])
            kind, first, second = (int.from_bytes(part, "big") for part in parts)
            self._places.setdefault(number, (kind, first, second))
        earlier = re.search(rb"/Prev (\d+)", body)
        return int(earlier[1]) if earlier else None

    def _body_at(self, at: int) -> bytes:
        head = _HEAD.match(self._pdf, at)
        assert head is not None, f"no object at {at}"
        end = re.compile(rb"endobj|stream\r?\n").search(self._pdf, head.end())
        assert end is not None
        if end[0] == b"endobj":
            return self._pdf[head.end() : end.start()].strip()
        length = int(_value(self._pdf[head.end() : end.start()], "Length"))
        return self._pdf[head.end() : end.end() + length] + b"\nendstream"

    def _packed(self, number: int, at: int) -> bytes:
        body = self._body_at(self._places[number][1])
        first, data = int(_value(body, "First")), _decoded(body)
        offsets = [*(int(part) for part in data[:first].split()[1::2]), len(data) - first]
        start, end = list(pairwise(offsets))[at]
        return data[first + start : first + end].strip()


def made_stream(data: bytes, about: bytes = b"") -> bytes:
    """A stream object, not compressed."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (about, len(data), data)


def extended(pdf: bytes, change: Callable[[Paper], None]) -> bytes:
    """The file with a change as a further revision."""
    paper = Paper(pdf)
    change(paper)
    return paper.extended()


def rewritten(pdf: bytes, change: Callable[[Paper], None] | None = None) -> bytes:
    """The file saved anew, with a change or without."""
    paper = Paper(pdf)
    if change:
        change(paper)
    return paper.rewritten()


def _value(body: bytes, name: str) -> bytes:
    found = re.search(rb"/" + name.encode() + rb"(?![A-Za-z0-9])\s*(\[[^\]]*\]|\d+)", body)
    if found is None:
        return b"0 0" if name == "Index" else b"0"
    return found[1]


def _decoded(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream")
    data = rest.lstrip(b"\r").removeprefix(b"\n")[: int(_value(head, "Length"))]
    return zlib.decompress(data) if b"/FlateDecode" in head else data
