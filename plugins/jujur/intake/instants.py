"""Times as people write them, to ISO 8601 with offset. What can be read in two ways is not read (L52)."""

from __future__ import annotations

import re
from datetime import datetime

from jujur.domain.periods import WIB

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
_DAY = r"(?:(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)\s*,?\s*)?"
_TIME = r"[,\s]+(?:(?:pukul|pkl\.?|jam)\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2}))?(?:\s*wib)?"
_WORDED = re.compile(rf"{_DAY}(?P<day>\d{{1,2}})\s+(?P<month>[a-z]+)\.?\s+(?P<year>\d{{4}}){_TIME}", re.ASCII)
_NUMERIC = re.compile(
    rf"{_DAY}(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}){_TIME}", re.ASCII
)


def read_instant(text: str) -> str | None:
    """The instant in ``text`` as ISO 8601 with offset, WIB unless it says otherwise; None if it is none or ambiguous.

    >>> read_instant("Rabu, 14 Februari 2024 pukul 07.15 WIB")
    '2024-02-14T07:15:00+07:00'
    >>> read_instant("03/02/2024 07.15") is None
    True
    """
    lowered = " ".join(text.casefold().split())
    worded = _WORDED.fullmatch(lowered)
    if worded:
        month = _MONTHS.get(worded["month"])
        return _instant(worded, month) if month else None
    numeric = _NUMERIC.fullmatch(lowered)
    if numeric:
        # Day first is the Indonesian order, but a copy from an English Excel is month first: read only what is certain.
        is_certain = int(numeric["day"]) > 12 or numeric["day"] == numeric["month"]
        return _instant(numeric, int(numeric["month"])) if is_certain else None
    return _iso(text.strip())


def _instant(found: re.Match[str], month: int) -> str | None:
    parts = (int(found["year"]), month, int(found["day"]), int(found["hour"]), int(found["minute"]))
    try:
        return datetime(*parts, int(found["second"] or 0), tzinfo=WIB).isoformat()
    except ValueError:
        return None


def _iso(text: str) -> str | None:
    """ISO 8601 with date and time; a date alone says no time, and none is invented."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=WIB)).isoformat(timespec="seconds")
