"""The shape that all rules take before they are asked: a number per row that must lie in a fixed interval, with words.

A case whose operands are not all present has no number: blank is not zero, so an incomplete row breaks no arithmetic
rule (P07). Bases of the rules: domain.md §4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from jujur.domain.findings import Rule, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import Period
from jujur.validation.bins import RowToJudge
from jujur.validation.neighbours import Neighbours
from jujur.validation.table import Mask, Numbers, Table

Words = Callable[[RowToJudge], str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule may need beside the row itself.

    ``conflicts``: by row, where the other versions of its unit stand, in words. ``typed_columns`` are those whose unreadable
    cells a ``typed`` rule reports, so that no other rule says it again; ``voting_on`` is the day from which days are counted,
    in WIB.
    """

    period: Period
    unit_parents: Mapping[str, str]
    thresholds: Mapping[str, int]
    conflicts: Mapping[tuple[str, str], tuple[str, ...]]
    neighbours: Neighbours = field(default_factory=Neighbours)
    voting_on: date | None = None
    typed_columns: frozenset[str] = frozenset()

    def number(self, value: int | str) -> int:
        """A number of a rule: itself, or the threshold that it names."""
        return self.thresholds[value] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Case:
    """One checkable case of a rule.

    ``numbers`` gives one number a row (NaN: not evaluable), which must lie in [``low``, ``high``] (None: no bound). ``parts``
    are the same question cell by cell, for a case that asks it of a whole row at once. A case that ``is_last`` wants to know
    which rows the others accept.
    """

    rule: Rule
    severity: Severity
    key: str
    columns: tuple[str, ...]
    numbers: Callable[[Table], Numbers]
    low: int | None
    high: int | None
    found: Words
    expected: Words
    parts: tuple[Case, ...] = ()
    is_last: bool = False

    def broken(self, numbers: Numbers) -> Mask:
        """Which of these numbers lie outside the interval; what is not evaluable breaks nothing."""
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        outside: Mask = (numbers < low) | (numbers > high)
        return outside


Builder = Callable[[Rule, Form, Surroundings], Iterator[Case]]


def case_severity(rule: Rule, entry: Mapping[str, Any]) -> Severity:
    """The severity of one entry of a rule's ``cases``: its own, or the rule's."""
    return Severity(entry.get("severity", rule.severity))


def entries_of(rule: Rule, form: Form) -> Iterator[Mapping[str, Any]]:
    """The entries of a rule's ``cases`` that this kind of election can be asked (``form.absent``)."""
    absent = set(form.absent)
    for entry in rule.terms["cases"]:
        if absent.isdisjoint(_words_in(entry)):
            yield entry


def _words_in(terms: Any) -> Iterator[str]:
    if isinstance(terms, str):
        yield terms
    elif isinstance(terms, Mapping):
        for name, value in terms.items():
            yield name
            yield from _words_in(value)
    elif isinstance(terms, (list, tuple)):
        for value in terms:
            yield from _words_in(value)


_KINDS = {
    "all_counts": ("count",),
    "all_typed": ("decimal", "date", "time", "instant"),
    "all_text": ("text",),
    "all_choices": ("choice",),
}


def columns_of(rule: Rule, form: Form, default: str = "") -> tuple[str, ...]:
    """The columns that a rule lists, or all of the kinds that it names (``all_counts``, ``all_typed``, ``all_text``)."""
    listed = rule.terms.get("columns") or default
    if isinstance(listed, str):
        return tuple(column.name for column in form.columns if column.kind in _KINDS[listed])
    return tuple(name for name in listed if name not in form.absent)


def folded(rule: Rule, parts: Sequence[Case], what: str) -> Iterator[Case]:
    """Many cells asked the same as one case a severity: how many cells of the row are wrong; each is a finding of its own.

    Great Expectations costs time per expectation, not per row, and a form has more columns than rules.
    """
    for severity in dict.fromkeys(part.severity for part in parts):
        own = tuple(part for part in parts if part.severity is severity)
        yield Case(
            rule,
            severity,
            rule.id if severity is rule.severity else f"{rule.id}.{severity.value}",
            tuple(dict.fromkeys(name for part in own for name in part.columns)),
            lambda table, own=own: _how_many_broken(table, own),  # type: ignore[misc]
            0,
            0,
            lambda _row: what,
            own[0].expected,
            own,
        )


def _how_many_broken(table: Table, parts: Sequence[Case]) -> Numbers:
    count, is_evaluable = np.zeros(len(table.rows)), np.zeros(len(table.rows), dtype=np.bool_)
    for part in parts:
        numbers = part.numbers(table)
        count += part.broken(numbers)
        is_evaluable |= ~np.isnan(numbers)
    count[~is_evaluable] = np.nan
    return count
