"""Claims (klaim): controlled sentences over figures, made only by the catalogue of sentences (P12, P14, P16)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A figure in a sentence: its key, and the part that is said: value, k, n, N, denominator, missing or percent."""

    key: str
    part: str = "value"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence about one area: words without digits and parts of figures, in order; ``evidence`` are the keys behind it."""

    id: str
    area_code: str
    parts: tuple[str | FigurePart, ...]
    evidence: tuple[str, ...]
