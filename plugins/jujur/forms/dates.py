"""Days, times and periods as a team reads them: Rabu, 14 Februari 2024 pukul 07.15 (domain.md §7)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from jujur.domain.periods import WIB

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def said_date(day: date) -> str:
    """ "14 Februari 2024"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def said_day(day: date) -> str:
    """ "Rabu, 14 Februari 2024"."""
    return f"{_DAYS[day.weekday()]}, {said_date(day)}"


def said_time(clock: time) -> str:
    """ "07.15", and seconds only where there are any."""
    return clock.strftime("%H.%M.%S" if clock.second else "%H.%M")


def said_instant(instant: datetime) -> str:
    """ "14 Februari 2024 pukul 07.15", in WIB."""
    local = instant.astimezone(WIB)
    return f"{said_date(local.date())} pukul {said_time(local.time())}"


def said_due(instant: datetime) -> str:
    """ "Rabu, 14 Februari 2024 pukul 19.00 WIB"."""
    local = instant.astimezone(WIB)
    return f"{said_day(local.date())} pukul {said_time(local.time())} WIB"


def said_period(starts_at: datetime, ends_at: datetime) -> str:
    """A half-open period: a day, whole days, or hours of one day. The last day named is the last one inside."""
    first, end = starts_at.astimezone(WIB), ends_at.astimezone(WIB)
    midnight = time.min
    if first.time() == midnight and end.time() == midnight:
        return _said_days(first.date(), end.date() - timedelta(days=1))
    if first.date() == end.date():
        return f"{said_day(first.date())}, pukul {said_time(first.time())} s.d. {said_time(end.time())} WIB"
    return f"{said_instant(starts_at)} s.d. {said_instant(ends_at)} WIB"


def _said_days(first: date, last: date) -> str:
    if first == last:
        return said_day(first)
    began = f"{_DAYS[first.weekday()]}, {first.day}"
    if (first.year, first.month) != (last.year, last.month):
        began += f" {_MONTHS[first.month - 1]}"
    if first.year != last.year:
        began += f" {first.year}"
    return f"{began} s.d. {said_day(last)}"
