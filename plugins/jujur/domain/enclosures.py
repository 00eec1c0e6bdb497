"""Enclosures: the files that travel inside a report, so that it can be checked and made again from its own inside (P36)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

# What a file is to the page, in the words of PDF/A-3 (AFRelationship).
Relationship = Literal["Source", "Data", "Supplement"]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file inside a report. ``is_bound``: its sha256 goes into the digest that the page prints (P35, L41).

    What officers add after the draft (their decisions) cannot be bound: the digest is the same before and after them.
    """

    name: str
    description: str
    relationship: Relationship
    content: bytes
    is_bound: bool

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()
