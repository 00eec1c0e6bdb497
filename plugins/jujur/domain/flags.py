"""Neutral marks on data that a person should look at (P45), and spot checks (P44). No figure ever changes because of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

FlagKind = Literal[
    "clock_skew",
    "written_early",
    "all_zero_streak",
    "copied_sheet",
    "bulk_sending",
    "digit_heaping",
    "unchanged_values",
    "outlier",
]


@dataclass(frozen=True, slots=True)
class Flag:
    """One mark: what was seen, where, and on which rows (or submissions). ``text`` is neutral Indonesian without numerals."""

    kind: FlagKind
    area_code: str
    subject: str
    text: str
    rows: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SpotCheckColumn:
    """What the recounts of one column found over ``units`` units: too much in one column cannot hide too little in another."""

    name: str
    label: str
    units: int
    recounted: int
    reported: int
    factor: Fraction | None


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """The spot check of one area: ``drawn`` of ``reporting`` units were to be recounted, ``checked`` were.

    ``factor`` is recounted / reported over the checked units (the verification factor), None while none is checked (print "belum
    ada uji petik"). Of ``compared`` recounted figures, ``differing`` are others than reported.
    """

    area_code: str
    seed_digest: str
    committed_at: datetime
    reporting: int
    drawn: int
    checked: int
    recounted: int
    reported: int
    factor: Fraction | None
    compared: int = 0
    differing: int = 0
    columns: tuple[SpotCheckColumn, ...] = ()
