"""Figures and claims: what may be printed, with everything that makes it honest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

Exact = int | Fraction


class FigureStatus(StrEnum):
    """How settled a figure is (P25, P27): as first known, moved by late or routine data, put right, or final."""

    SEMENTARA = "SEMENTARA"
    DIREVISI = "DIREVISI"
    KOREKSI = "KOREKSI"
    FINAL = "FINAL"


@dataclass(frozen=True, slots=True)
class Figure:
    """One exact figure about one area.

    ``value`` is an integer or an exact rational. ``k`` is what was counted (for a sum: the sum), ``denominator`` what it is
    a share of (None for a plain count). ``n`` of ``N`` units stand behind it; ``lower`` and ``upper`` are the bounds of the
    truth for any completion of the missing units (P08), ``upper`` None where no bound exists. ``rows_digest`` is the sha256
    over the sorted ids of what the figure came from, each ended by a newline: ids of rows, or unit codes where units are counted
    that may have no row at all or several (docs/decisions/0027). ``cut_off_at`` is the instant as of which it was known (P23),
    None only for figures entered before figures carried one.
    """

    name: str
    area_code: str
    label: str
    unit: str
    value: Exact | None
    k: int
    n: int
    N: int
    denominator: int | None = None
    lower: Exact | None = None
    upper: Exact | None = None
    rows_digest: str = ""
    cut_off_at: datetime | None = None
    status: FigureStatus = FigureStatus.SEMENTARA

    @property
    def key(self) -> str:
        """``area/name``: unique within one edition."""
        return f"{self.area_code}/{self.name}"

    @property
    def is_complete(self) -> bool:
        """True when every expected unit stands behind the figure."""
        return self.n == self.N


class AreaStatus(StrEnum):
    """The gated status of an area, from best to worst (P12). There is no fourth word."""

    KONDUSIF = "KONDUSIF"
    PERLU_PERHATIAN = "PERLU PERHATIAN"
    BELUM_DAPAT_DISIMPULKAN = "BELUM DAPAT DISIMPULKAN"


@dataclass(frozen=True, slots=True)
class GatedStatus:
    """A status with its evidence: the keys of the figures that carried the decision and the reasons in words."""

    area_code: str
    status: AreaStatus
    rule: str
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
