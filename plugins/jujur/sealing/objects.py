"""Looking into the objects of a PDF file, references followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic

# Trees of pages, names and fields are a few levels deep; a file that says otherwise is built to hang a reader.
DEEPEST = 40
MOST_NODES = 100_000


def entry(holder: Any, key: str) -> Any:
    """What a dictionary says under a key, or an empty dictionary, which holds nothing and is none of any kind."""
    if not isinstance(holder, generic.DictionaryObject) or key not in holder:
        return generic.DictionaryObject()
    return holder[key]


def items(holder: Any, key: str) -> list[Any]:
    """The items of an array in a dictionary, references followed; [] where there is none."""
    found = entry(holder, key)
    return [found[at] for at in range(len(found))] if isinstance(found, generic.ArrayObject) else []


def pages(root: Any) -> Iterator[Any]:
    """The pages of a revision in order."""
    waiting, seen = [entry(root, "/Pages")], 0
    while waiting and seen < MOST_NODES:
        node, seen = waiting.pop(0), seen + 1
        if entry(node, "/Type") == "/Page":
            yield node
        waiting[:0] = items(node, "/Kids")


def form_fields(root: Any) -> Iterator[Any]:
    """The fields of a form, and those below them."""
    yield from _below(items(entry(root, "/AcroForm"), "/Fields"), 0)


def _below(fields: list[Any], depth: int) -> Iterator[Any]:
    for field in fields if depth < DEEPEST else ():
        yield field
        yield from _below(items(field, "/Kids"), depth + 1)
