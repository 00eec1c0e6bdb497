"""Forgeries of a finished file, for tests of whoever must find them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
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
