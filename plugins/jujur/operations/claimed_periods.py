"""Which reporting period a file belongs to: what it says itself, and only where it says nothing the hour at which it came.

A workbook says it twice, in its hidden identity and above its table. Who saves the sheet as .csv loses the first, who types
today's date over yesterday's form contradicts it; neither may put figures into a period that nobody meant (P24, L26).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jujur.domain.submissions import Claims, ReadingNote
from jujur.forms.dates import said_period
from jujur.intake.wording import plain
from jujur.settings.calendar import Calendar, ReportingPeriod

_LONGEST = 100


def period_of(
    calendar: Calendar, form_id: str, claims: Claims, received_at: datetime
) -> ReportingPeriod | None:
    """The period of a form that a file is for; None where it names none of the form's, or two."""
    if claims.period is not None:
        stated = calendar.reporting_period(form_id, claims.period)
        return stated if stated is None or _says(claims.period_words, stated) else None
    if claims.period_words:
        meant = [item for item in _asked(calendar, form_id) if _says(claims.period_words, item)]
        return meant[0] if len(meant) == 1 else None
    return calendar.reporting_period_at(form_id, received_at)


def period_notes(
    calendar: Calendar, form_id: str, claims: Claims, period: ReportingPeriod | None
) -> Sequence[ReadingNote]:
    """What the sender is told: that no period could be taken and why, or that one was taken from the time of receipt."""
    if period is None:
        expected = f"salah satu dari: {', '.join(item.id for item in _asked(calendar, form_id))}"
        found = _contradiction(calendar, form_id, claims) or _claimed(claims)
        return [ReadingNote("UNKNOWN_PERIOD", None, None, None, found, expected)]
    if claims.period is None and not claims.period_words:
        found = f"masa laporan tidak tertulis; dicatat untuk {_said(period)}"
        expected = "“Masa laporan: …” di atas tabel, seperti pada formulir desk"
        return [ReadingNote("PERIOD_ASSUMED", None, None, None, found, expected)]
    return []


def _asked(calendar: Calendar, form_id: str) -> list[ReportingPeriod]:
    return [item for item in calendar.reporting_periods if form_id in item.forms]


def _said(period: ReportingPeriod) -> str:
    return said_period(period.starts_at, period.ends_at)


def _says(words: Sequence[str], period: ReportingPeriod) -> bool:
    """True if all ``words`` name the period: by its id, as the form prints it, or so without the day of the week."""
    said = _said(period)
    names = {plain(name) for name in (period.id, said, said.partition(", ")[2])}
    return all(plain(word) in names for word in words)


def _claimed(claims: Claims) -> str:
    claimed = claims.period or " dan ".join(claims.period_words)
    return f"masa laporan {claimed[:_LONGEST]}" if claimed else "masa laporan tidak tertulis"


def _contradiction(calendar: Calendar, form_id: str, claims: Claims) -> str | None:
    stated = calendar.reporting_period(form_id, claims.period) if claims.period else None
    if stated is None or not claims.period_words:
        return None
    words = " dan ".join(claims.period_words)[:_LONGEST]
    return f"di atas tabel {words}, padahal formulirnya dibuat untuk {_said(stated)}"
