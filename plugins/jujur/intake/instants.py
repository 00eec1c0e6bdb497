"""Times as people write them, to ISO 8601 with offset. What can be read in two ways is not read (L52)."""

from __future__ import annotations

import re
from datetime import datetime

from jujur.domain.periods import WIB
from jujur.intake.dates import read_moment


def read_instant(text: str) -> str | None:
    """The instant in ``text`` as ISO 8601 with offset, WIB unless it says otherwise; None if it is none or ambiguous.

    >>> read_instant("Rabu, 14 Februari 2024 pukul 07.15 WIB")
    '2024-02-14T07:15:00+07:00'
    >>> read_instant("03/02/2024 07.15") is None
    True
    """
    moment = read_moment(text)
    return moment.replace(tzinfo=WIB).isoformat() if moment else _iso(text.strip())


def _iso(text: str) -> str | None:
    """ISO 8601 with date and time; a date alone says no time, and none is invented."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text, re.ASCII):
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=WIB)).isoformat(timespec="seconds")
