"""Recommendations of a final report: controlled sentences, each traced to facts of this very edition (honesty.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FactPart:
    """A fact in a sentence: a part of a figure ("figure", ``fact`` is its key), a "count" that is none, or a "quote"."""

    kind: Literal["figure", "count", "quote"]
    fact: str
    part: str = "value"
    count: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What one rule recommends about one area: to which office, what, and because of which facts.

    ``office`` is the one that the desk's configuration names, or a fixed word. ``advice`` and the words of ``because`` hold no
    digits.
    """

    rule: str
    area_code: str
    office: str
    advice: str
    because: tuple[str | FactPart, ...]

    @property
    def id(self) -> str:
        """Unique within one edition."""
        return f"{self.rule}/{self.area_code}"
