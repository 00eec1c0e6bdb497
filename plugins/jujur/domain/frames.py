"""The expected frame (kerangka wajib lapor): the only source of denominators (P03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jujur.domain.periods import Period


@dataclass(frozen=True, slots=True)
class ExpectedReport:
    """One expected report: a unit, a form and a period, with its due time."""

    unit_code: str
    area_code: str
    form_id: str
    period: Period
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Frame:
    """All expected reports of one period, frozen and hashed before the period opens."""

    version: int
    reports: tuple[ExpectedReport, ...]
    frozen_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class FrameCoverage:
    """How much one version of a frame was reported in one area, in expected units of the main form (P03, P09).

    Printed for the first frozen version and for the one in force, so that a frame that was changed later hides nothing (L23,
    L24): ``on_time`` of ``reported`` of ``expected``, each by that version's own units and due times.
    """

    version: int
    area_code: str
    expected: int
    reported: int
    on_time: int


@dataclass(frozen=True, slots=True)
class FrameTerms:
    """What a version of a frame is frozen with: thresholds, gates, and the versions of forms and rules, as plain JSON values.

    ``digest`` is over all of it and the frame. The first version is frozen before the period opens; a later one is an act of
    ``actor`` with a ``reason``, and is printed (P03, L23, L24, L49).
    """

    period_start: datetime
    version: int
    frozen_at: datetime
    frame_digest: str
    terms: Mapping[str, Any]
    digest: str
    actor: str = "desk"
    reason: str = ""
