"""Editions, recipients, officers and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from jujur.domain.periods import Period

EditionKind = Literal["harian", "mingguan", "hari_h", "akhir"]
Act = Literal["verify", "approve"]
# What an officer may do: judge editions (verify, approve), or decide about received rows (data).
Duty = Literal["verify", "approve", "data"]


class EditionStatus(StrEnum):
    """How far an edition has come; each step is a row of its own, never an update."""

    FROZEN = "dibekukan"
    COMPUTED = "dihitung"
    DRAFTED = "dirancang"
    VERIFIED = "diverifikasi"
    APPROVED = "disetujui"
    REJECTED = "ditolak"
    PUBLISHED = "terbit"
    WITHDRAWN = "ditarik"


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue of a report. ``as_of`` is the cut-off: the edition holds exactly what was known then.

    ``is_final``: every unit of the frame is closed or excused, and its figures are promised to stay (P27).
    ``frame_version`` and ``terms_digest`` name the frame and the terms (thresholds, gates) it was made with; ``former_head`` is
    the ledger head printed in the edition before it, "" for the first.
    """

    id: str
    number: str
    kind: EditionKind
    area_code: str
    period: Period
    revision: int
    as_of: datetime
    release_at: datetime
    code_version: str
    config_digest: str
    frame_digest: str
    ledger_head: str
    frame_version: int = 1
    terms_digest: str = ""
    former_head: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """A data officer. ``id`` is the login name; ``office`` is what is printed, never a person's name (P43).

    ``address`` is the officer's e-mail address, "" where none is configured: whoever sends from it is this person (P38).
    """

    id: str
    act: Duty
    office: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A reader by role. Receives the edition of ``area_code``."""

    id: str
    role: str
    address: str
    area_code: str


@dataclass(frozen=True, slots=True)
class HumanDecision:
    """What an officer decided about editions, and why."""

    act: Act
    actor: str
    is_agreed: bool
    reason: str
    decided_at: datetime
