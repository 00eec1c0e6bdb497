"""The expected frame (kerangka wajib lapor): the only source of denominators (P03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
