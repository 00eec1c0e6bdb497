"""Voting day by the clock: by when a station is to open, when voting ends, and what a station is called by that (P12, P22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from jujur.domain.editions import Edition
from jujur.domain.periods import WIB


class Opening(StrEnum):
    """What is known of the opening of one station. Exactly one holds for every expected station (P01, P07).

    A station that says it has not opened is not open, whatever else it says. One of which no row counts, or whose row says
    neither a state nor a time, is no news: never "not opened", and never on time.
    """

    ON_TIME = "on_time"
    LATE = "late"
    UNTIMED = "untimed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PollHours:
    """Minutes of the day in WIB: stations are to open by ``opening_minute``, voting ends at ``closing_minute``."""

    opening_minute: int
    closing_minute: int

    @property
    def opens_by(self) -> str:
        """The hour of opening as the form types a time of day: "07:00"."""
        return f"{self.opening_minute // 60:02d}:{self.opening_minute % 60:02d}"

    def is_before_closing(self, edition: Edition) -> bool:
        """True for a take of voting day whose period ends before voting does: it concludes nothing (honesty.md §3)."""
        if edition.kind != "hari_h":
            return False
        ends_at = edition.period.ends_at.astimezone(WIB)
        midnight = edition.period.starts_at.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
        return ends_at < midnight + timedelta(minutes=self.closing_minute)
