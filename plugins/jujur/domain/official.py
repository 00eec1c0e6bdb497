"""Figures that KPU or Bawaslu published, beside our own: quoted with source, form and time, never used to adjust ours (P19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OFFICES = ("KPU", "Bawaslu")
# What may be quoted, and the figure of ours that it stands beside: whole counts only, none by list of candidates or party.
INDICATORS = {
    "jumlah_tps": "tps_expected",
    "pemilih_dpt": "sum_pemilih_dpt_j",
    "pengguna_dpt": "sum_pengguna_dpt_j",
    "pengguna_dptb": "sum_pengguna_dptb_j",
    "pengguna_dpk": "sum_pengguna_dpk_j",
    "pengguna_hak_pilih": "sum_pengguna_total_j",
    "suara_sah": "sum_suara_sah",
    "suara_tidak_sah": "sum_suara_tidak_sah",
    "suara_total": "sum_suara_total",
}


@dataclass(frozen=True, slots=True)
class OfficialFigure:
    """One published figure as an officer entered it.

    ``published_at`` is the midnight (WIB) that begins the day of publication. ``explanation`` of the difference is "" until
    somebody gave one. Of the entries about one area, indicator and office the newest counts; ``entries`` is how many there
    are, and more than one is printed: an official figure that was entered anew is not swapped in silence.
    """

    area_code: str
    indicator: str
    value: int
    office: str
    document: str
    published_at: datetime
    explanation: str
    entered_by: str
    entered_at: datetime
    entries: int

    @property
    def id(self) -> str:
        """Unique within one edition."""
        return f"{self.area_code}/{self.indicator}/{self.office}"

    @property
    def figure(self) -> str:
        """The name of the figure of ours that it stands beside."""
        return INDICATORS[self.indicator]
