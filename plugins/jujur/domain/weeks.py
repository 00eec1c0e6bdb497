"""What a weekly report holds besides its figures: forms, stages, allegations, and what this desk itself got wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jujur.domain.areas import Area

# The unit that a weekly report counts is one form of one kecamatan; a daily one counts TPS.
FORM_UNIT, FORM_PREFIX = "formulir", "forms"
TPS_UNIT, TPS_PREFIX = "TPS", "tps"


@dataclass(frozen=True, slots=True)
class FormState:
    """Whether one form of one kecamatan came: "melapor", "nihil" (confirmed by the sender) or "belum melapor".

    ``received_at`` is the first receipt that says something; it is late when it lies after ``due_at``.
    """

    kecamatan: Area
    form_id: str
    title: str
    state: str
    received_at: datetime | None
    due_at: datetime
    contact_role: str

    @property
    def id(self) -> str:
        """Unique within one edition."""
        return f"{self.kecamatan.code}/{self.form_id}"

    @property
    def timeliness(self) -> str:
        """ "tepat waktu" (the due instant included), "terlambat" or "belum melapor" (P09)."""
        if self.received_at is None:
            return "belum melapor"
        return "tepat waktu" if self.received_at <= self.due_at else "terlambat"


@dataclass(frozen=True, slots=True)
class Stage:
    """A reported stage that is obstructed, delayed, or whose state was not said. Dates are midnights (WIB)."""

    id: str
    kecamatan: Area
    name: str
    state: str
    began_at: datetime | None
    obstacle: str
    follow_up: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class Allegation:
    """An alleged breach of neutrality: choices of the form only, since its free text may name a person (P43)."""

    id: str
    kecamatan: Area
    happened_at: datetime | None
    office_kind: str
    shape: str
    basis: str
    source: str
    status: str
    passed_to: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that this desk got wrong within the week. ``what`` is one of MISTAKES, ``subject`` the number of the report."""

    id: str
    what: str
    subject: str
    happened_at: datetime
    detail: str


# What counts as wrong: a corrected issue, a withdrawn one, a slot without a report, a failed audit, a row held after it was out.
MISTAKES = (
    "terbitan diperbaiki",
    "terbitan ditarik",
    "laporan tidak terbit",
    "audit gagal",
    "baris ditahan sesudah terbit",
)


@dataclass(frozen=True, slots=True)
class Week:
    """Everything of a weekly report that has no place in the report of a day, each in official order."""

    forms: tuple[FormState, ...] = ()
    stages: tuple[Stage, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
