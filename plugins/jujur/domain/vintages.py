"""Differences between editions: revisions of one slot (P25, P26, P28) and comparisons with the slot before (P21, P22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from jujur.domain.figures import Exact


class Cause(StrEnum):
    """Why a published figure is another one in the next revision, from the most harmless to the gravest (P25)."""

    LATE = "R1"
    ROUTINE = "R2"
    METHOD = "R3"
    ERROR = "C"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between an edition and the revision before it.

    ``key`` is that of a figure, or "status/<area code>" for a gated status. ``before`` and ``after`` are canonical JSON of
    everything printed about it, None where there was or is nothing. ``who``: "tim", "petugas", "desk": whose act it was.
    """

    key: str
    before: str | None
    after: str | None
    cause: Cause
    who: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The published edition that a revision replaces. ``sha256`` is that of the PDF its readers hold."""

    edition_id: str
    number: str
    revision: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What lies behind a difference: its cause, whose act it was ("tim", "petugas", "desk"), and since when."""

    cause: Cause
    who: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened to rows of one area and form, and may have changed figures about it."""

    area_code: str
    form_id: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Comparison:
    """The change of one figure of one area since the slot before, on the units that reported in both (P21).

    ``matched`` of ``N`` units carry it. Without ``is_comparable`` no change may be printed; ``obstacle`` says why, in words.
    """

    key: str
    label: str
    earlier_edition_id: str
    before: Exact | None
    after: Exact | None
    change: Exact | None
    matched: int
    N: int
    is_comparable: bool
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """What became another one between two editions (P22). ``what`` is formulir, aturan, kerangka, ambang or gerbang."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """How far the first issue of one headline figure lay from its newest, over all slots that were revised (P28).

    ``bias`` is the mean of (newest - first), ``mean_absolute`` the mean of its size, over ``slots``.
    """

    name: str
    label: str
    slots: int
    bias: Fraction
    mean_absolute: Fraction
