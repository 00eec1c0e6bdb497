"""What a figure came from, as one sha256 (P41): anybody who holds the ids can make it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest_of(ids: Iterable[str]) -> str:
    """The sha256 over ids, sorted by code point, each ended by a newline; an id that occurs twice is there twice.

    The same at every level: the digest of a kecamatan is made from its rows, not from the digests of its kelurahan. No id at
    all has a digest too, that of nothing.
    """
    return hashlib.sha256("".join(f"{item}\n" for item in sorted(ids)).encode()).hexdigest()
