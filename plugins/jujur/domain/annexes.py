"""What bulletins of voting day and final reports print beyond the figures: stations without news (P10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jujur.domain.areas import Area


@dataclass(frozen=True, slots=True)
class OpeningGap:
    """The stations of one kelurahan of whose opening there is no news, by the reason, and whom to ask.

    ``absent_units``: no row came; ``empty_units``: a row without a value; ``held_units``: a row that the rules keep out;
    ``unstated_units``: a row that counts but says neither a state nor an hour. ``last_heard_at`` is when the kecamatan's team
    last sent anything at all: the only contact that the record knows of (calls and visits are not entered).
    """

    area: Area
    kecamatan: Area
    absent_units: tuple[str, ...]
    empty_units: tuple[str, ...]
    held_units: tuple[str, ...]
    unstated_units: tuple[str, ...]
    contact_role: str
    last_heard_at: datetime | None
