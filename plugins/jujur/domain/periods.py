"""Periods and instants. Periods are half-open, ``[start, end)``; storage is UTC, people read WIB (P24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open span of time; both ends are timezone-aware."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a period needs timezone-aware ends")
        if self.starts_at >= self.ends_at:
            raise ValueError("a period must end after it starts")

    def __contains__(self, instant: datetime) -> bool:
        return self.starts_at <= instant < self.ends_at

    @property
    def day(self) -> date:
        """The calendar day in WIB on which the period starts."""
        return self.starts_at.astimezone(WIB).date()


def day_period(day: date) -> Period:
    """The period of one calendar day in WIB."""
    start = datetime.combine(day, time.min, tzinfo=WIB)
    return Period(start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC))


@lru_cache(maxsize=1024)
def to_text(instant: datetime) -> str:
    """``instant`` as fixed-width ISO 8601 in UTC, so that text order is time order.

    >>> to_text(datetime(2024, 2, 14, 19, 0, tzinfo=WIB))
    '2024-02-14T12:00:00.000000Z'
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone (P24)")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """The instant written by :func:`to_text`."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
