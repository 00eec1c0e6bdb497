"""Canonical JSON (RFC 8785) and the digests made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import rfc8785


def canonical_json(value: Mapping[str, Any] | list[Any]) -> bytes:
    """``value`` as RFC 8785 JSON: the same value always gives the same bytes."""
    return rfc8785.dumps(value)


def sha256_hex(data: bytes) -> str:
    """The sha256 of ``data`` in lowercase hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_ids(ids: Iterable[str]) -> str:
    """The sha256 over ids, sorted and one a line: the digest of a set of rows."""
    return sha256_hex("".join(f"{item}\n" for item in sorted(ids)).encode())
