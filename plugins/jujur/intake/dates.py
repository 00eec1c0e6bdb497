"""Days and times of day as people write them, to "2024-02-14" and "07:15". What can be read in two ways is not read (L52)."""

from __future__ import annotations

import re
from datetime import date, datetime, time

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "pebruari", "feb", "peb"),
            ("maret", "mar"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("agustus", "agu", "agt", "ags"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nopember", "nov", "nop"),
            ("desember", "des"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_OTHER_WEEKDAYS = {"jum'at": "jumat", "ahad": "minggu"}
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join((*_WEEKDAYS, *_OTHER_WEEKDAYS))})\s*,?\s*)?"
_WORDED = rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s-]+(?P<month>[a-z]+)\.?[\s-]+(?P<year>\d{{4}})"
_NUMERIC = rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})"
_YEAR_FIRST = r"(?P<year>\d{4})(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
_TIME = (
    r"(?:(?:pukul|pkl\.?|jam)\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2}))?(?:\s*wib)?"
)

_DATES = tuple(re.compile(pattern, re.ASCII) for pattern in (_WORDED, _NUMERIC, _YEAR_FIRST))
_MOMENTS = tuple(
    re.compile(rf"{pattern}[,\s]+{_TIME}", re.ASCII) for pattern in (_WORDED, _NUMERIC, _YEAR_FIRST)
)
_CLOCK = re.compile(_TIME, re.ASCII)

# How spreadsheet programs store a time of day without a day: as a fraction of the day before the first.
_NO_DAY = ("1899-12-30", "1899-12-31", "1904-01-01")


def read_date(text: str) -> str | None:
    """The day in ``text`` as ISO text; None if it is none, ambiguous, or not the weekday it claims.

    >>> read_date("Rabu, 14 Februari 2024"), read_date("14/02/2024"), read_date("03/02/2024")
    ('2024-02-14', '2024-02-14', None)
    """
    lowered = " ".join(text.casefold().split())
    for pattern in _DATES:
        found = pattern.fullmatch(lowered)
        if found:
            day = _day(found)
            return day.isoformat() if day else None
    return None


def read_time(text: str) -> str | None:
    """The time of day in ``text`` as "HH:MM"; seconds are not kept.

    >>> read_time("pukul 07.15 WIB"), read_time("7:15"), read_time("24.00"), read_time("07.15 WITA")
    ('07:15', '07:15', None, None)
    """
    found = _CLOCK.fullmatch(" ".join(text.casefold().split()))
    clock = _clock(found) if found else None
    return f"{clock:%H:%M}" if clock else None


def read_moment(text: str) -> datetime | None:
    """Day and time of day in ``text``, without an offset; None as with :func:`read_date`."""
    lowered = " ".join(text.casefold().split())
    for pattern in _MOMENTS:
        found = pattern.fullmatch(lowered)
        if found:
            day, clock = _day(found), _clock(found)
            return datetime.combine(day, clock) if day and clock else None
    return None


def date_of_cell(iso: str) -> str | None:
    """The day of a cell that is formatted as a date; one without a day has none."""
    return None if iso[:10] in _NO_DAY else read_date(iso[:10])


def time_of_cell(iso: str) -> str | None:
    """The time of day of a cell that is formatted as a time, or None: of a full date the day would be lost."""
    day, _, clock = iso.rpartition("T")
    if day and day not in _NO_DAY:
        return None
    try:
        found = time.fromisoformat(clock)
    except ValueError:
        return None
    # A spreadsheet stores times as fractions: 07:15 may come back as 07:14:59.999.
    minutes = found.hour * 60 + found.minute + (found.second == 59 and found.microsecond >= 500_000)
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes < 24 * 60 else None


def _day(found: re.Match[str]) -> date | None:
    named = found["month"]
    month = int(named) if named.isdigit() else _MONTHS.get(named, 0)
    # Day first is the Indonesian order, but a copy from an English Excel is month first: read only what is certain.
    is_certain = not named.isdigit() or int(found["day"]) > 12 or int(found["day"]) == month
    if not (is_certain or found.start("year") == 0):
        return None
    try:
        day = date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None
    named_day = found.groupdict().get("weekday")
    claimed = _OTHER_WEEKDAYS.get(named_day or "", named_day)
    return day if claimed in (None, _WEEKDAYS[day.weekday()]) else None


def _clock(found: re.Match[str]) -> time | None:
    try:
        return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None
