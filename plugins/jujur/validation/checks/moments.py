"""Dates and times: inside the period, in order, and counted from the voting day (V22-V26, V28, V30)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import numpy as np

from jujur.domain.cells import CellState
from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.domain.periods import WIB
from jujur.validation.bins import RowToJudge
from jujur.validation.checks.case import Case, Surroundings, Words, case_severity, entries_of
from jujur.validation.checks.words import day_words, days_words, label, moment_words, said
from jujur.validation.table import Numbers, Table

_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def inside_period(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """An instant lies in the period of the report. One that could not be read does not, unless a rule of its own says so."""
    name = rule.terms["column"]
    unread = None if name in around.typed_columns else 1

    def ask(row: RowToJudge) -> int | None:
        cell = row.placed.row.cells[name]
        if cell.state is CellState.DITAHAN:
            return unread
        return None if cell.value is None else int(_instant(str(cell.value)) not in around.period)

    yield Case(
        rule,
        rule.severity,
        f"{rule.id}.{name}",
        (name,),
        lambda table: table.each(ask),
        0,
        0,
        lambda row: said(form, row.placed.row, (name,)),
        lambda _row: (
            f"waktu di dalam masa laporan: dari {moment_words(around.period.starts_at)}"
            f" sampai sebelum {moment_words(around.period.ends_at)}"
        ),
    )


def time_orders(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """One moment is not before another; minutes count from midnight (WIB) of the first day of the period.

    A time of day belongs to that first day; a date begins at its own midnight; an instant knows its day itself.
    """
    for entry in entries_of(rule, form):
        first, then = (_Moment(entry[end], form, around.period.day) for end in ("first", "then"))

        def numbers(table: Table, first: _Moment = first, then: _Moment = then) -> Numbers:
            return then.column_of(table) - first.column_of(table)

        yield Case(
            rule,
            case_severity(rule, entry),
            f"{rule.id}.{entry['first']}.{entry['then']}",
            tuple(moment.column for moment in (then, first) if moment.column),
            numbers,
            0,
            None,
            *_order_words(first, then),
        )


class _Moment:
    """One end of a time order: a column of times, dates or instants, or a constant time of day ("07:00")."""

    def __init__(self, name: str | int, form: Form, first_day: date) -> None:
        # YAML reads an unquoted 13:00 as 780: minutes as well.
        is_column = isinstance(name, str) and not _CLOCK.fullmatch(name)
        self.column = str(name) if is_column else ""
        self._constant = 0 if is_column else name if isinstance(name, int) else _of_clock(str(name))
        self._label = f"{label(form, self.column)} " if is_column else ""
        self._midnight = datetime.combine(first_day, time.min, tzinfo=WIB)

    def column_of(self, table: Table) -> Numbers:
        """Minutes since midnight of the first day, NaN where the cell holds no moment."""
        if not self.column:
            return np.full(len(table.rows), self._constant, np.float64)
        texts = table.texts(self.column)
        # A batch repeats few times of day; each is worked out once.
        known = {text: np.nan if text is None else self._minutes(text) for text in set(texts)}
        return np.array([known[text] for text in texts], np.float64)

    def _minutes(self, text: str) -> int:
        if _CLOCK.fullmatch(text):
            return _of_clock(text)
        return (_instant(text) - self._midnight) // timedelta(minutes=1)

    def words(self, row: RowToJudge) -> str:
        """The moment as the sender's words would have it: a time of the first day without the day."""
        text = row.placed.row.text(self.column) if self.column else None
        if text is not None and _DATE.fullmatch(text):
            return f"{self._label}{day_words(date.fromisoformat(text))}"
        if text is not None and not _CLOCK.fullmatch(text):
            return f"{self._label}{moment_words(_instant(text))}"
        minutes = self._constant if text is None else _of_clock(text)
        return f"{self._label}pukul {minutes // 60:02d}.{minutes % 60:02d}"


def _order_words(first: _Moment, then: _Moment) -> tuple[Words, Words]:
    if then.column:
        return then.words, lambda row: f"tidak sebelum {first.words(row)}"
    return first.words, lambda row: f"paling lambat {then.words(row)}"


def _of_clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def days_from_voting(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A date lies so many days before or after the voting day (H-1, H+10)."""
    for entry in entries_of(rule, form):
        name = entry["column"]
        low, high = (None if entry.get(end) is None else around.number(entry[end]) for end in ("low", "high"))

        def ask(row: RowToJudge, name: str = name) -> int | None:
            text = row.placed.row.text(name)
            return None if text is None or around.voting_on is None else _days(text, around.voting_on)

        yield Case(
            rule,
            case_severity(rule, entry),
            f"{rule.id}.{name}",
            (name,),
            lambda table, ask=ask: table.each(ask),  # type: ignore[misc]
            low,
            high,
            lambda row, name=name, ask=ask: (
                f"{said(form, row.placed.row, (name,))} ({days_words(ask(row) or 0)})"
            ),  # type: ignore[misc]
            lambda _row, low=low, high=high: _span(around.voting_on, low, high),  # type: ignore[misc]
        )


def _days(text: str, voting_on: date) -> int:
    return (_instant(text).astimezone(WIB).date() - voting_on).days


def _span(voting_on: date | None, low: int | None, high: int | None) -> str:
    assert voting_on is not None
    ends = [
        f"{word} {days_words(days)} ({day_words(voting_on + timedelta(days=days))})"
        for word, days in (("paling awal", low), ("paling lambat", high))
        if days is not None
    ]
    return " dan ".join(ends)


def latest_instants(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """An instant is at most so many hours after the end of the voting day."""
    for entry in entries_of(rule, form):
        name, hours = entry["column"], around.number(entry["hours_after_day"])
        limit = _end_of(around.voting_on) + timedelta(hours=hours) if around.voting_on else None

        def ask(row: RowToJudge, name: str = name, limit: datetime | None = limit) -> int | None:
            text = row.placed.row.text(name)
            return None if text is None or limit is None else (limit - _instant(text)) // timedelta(seconds=1)

        yield Case(
            rule,
            case_severity(rule, entry),
            f"{rule.id}.{name}",
            (name,),
            lambda table, ask=ask: table.each(ask),  # type: ignore[misc]
            0,
            None,
            lambda row, name=name: said(form, row.placed.row, (name,)),  # type: ignore[misc]
            lambda _row, limit=limit: f"paling lambat {moment_words(limit)}",  # type: ignore[misc]
        )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=WIB)


def _instant(text: str) -> datetime:
    """An instant; of a date, the one at which it begins in WIB."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=WIB) if moment.tzinfo is None else moment
