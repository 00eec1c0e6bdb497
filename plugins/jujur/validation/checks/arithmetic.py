"""Counts of one row against each other: sums, balances, equalities and bounds (V03-V12, V14, V15, V17-V19, V31)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.validation.checks.case import Case, Surroundings, Words, case_severity, entries_of
from jujur.validation.checks.words import spoken, worked_out
from jujur.validation.table import Numbers, Table


def sums(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """A total is the sum of its parts."""
    for entry in entries_of(rule, form):
        yield _difference(rule, form, entry, entry["total"], tuple(entry["parts"]))


def equalities(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """Two counts are the same."""
    for entry in entries_of(rule, form):
        yield _difference(rule, form, entry, entry["left"], (entry["right"],))


def _difference(rule: Rule, form: Form, entry: Mapping[str, Any], total: str, parts: tuple[str, ...]) -> Case:
    def numbers(table: Table) -> Numbers:
        return table.counts(total) - table.total(parts)

    return _relation(rule, form, entry, (total, parts), numbers, (0, 0), "", None)


def bounds(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """A count is at most the sum of others, to which a share, rounded up, may be added."""
    for entry in entries_of(rule, form):
        left, right, extra = entry["left"], _listed(entry["right"]), _Share(entry)

        def numbers(
            table: Table, left: str = left, right: tuple[str, ...] = right, extra: _Share = extra
        ) -> Numbers:
            limit = table.total(right)
            share: Numbers = extra.of(limit)
            return limit + share - table.counts(left)

        yield _relation(rule, form, entry, (left, right), numbers, (0, None), "paling banyak", extra)


def near_equalities(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A count is the sum of others, to which a share may be added, give or take a tolerance."""
    for entry in entries_of(rule, form):
        left, right, extra = entry["left"], _listed(entry["right"]), _Share(entry)
        tolerance = around.number(entry.get("tolerance", 0))

        def numbers(
            table: Table, left: str = left, right: tuple[str, ...] = right, extra: _Share = extra
        ) -> Numbers:
            aim = table.total(right)
            share: Numbers = extra.of(aim)
            return table.counts(left) - aim - share

        words = f"(boleh berselisih {tolerance})" if tolerance else ""
        yield _relation(rule, form, entry, (left, right), numbers, (-tolerance, tolerance), "", extra, words)


def balances(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """A total is what was added less what was taken away."""
    for entry in entries_of(rule, form):
        total, plus, minus = entry["total"], _listed(entry["plus"]), _listed(entry["minus"])

        def numbers(
            table: Table, total: str = total, plus: tuple[str, ...] = plus, minus: tuple[str, ...] = minus
        ) -> Numbers:
            return table.counts(total) - table.total(plus) + table.total(minus)

        names = (total, *plus, *minus)
        found, expected = _balance_words(form, total, plus, minus)
        key = f"{rule.id}.{'.'.join(names)}"
        yield Case(rule, case_severity(rule, entry), key, names, numbers, 0, 0, found, expected)


def _balance_words(form: Form, total: str, plus: Sequence[str], minus: Sequence[str]) -> tuple[Words, Words]:
    prefix, words = spoken(form, (total, *plus, *minus))
    formula = " - ".join([" + ".join(words[name] for name in plus), *(words[name] for name in minus)])

    def expected(row: Any) -> str:
        counts = row.placed.row.count
        added, taken = [counts(name) for name in plus], [counts(name) for name in minus]
        numbers = " - ".join([" + ".join(map(str, added)), *map(str, taken)])
        return f"{formula} = {numbers} = {sum(added) - sum(taken)}"

    return lambda row: f"{prefix}{words[total]} {row.placed.row.cells[total].raw}", expected


class _Share:
    """What an entry adds to a sum: ``plus_percent`` or ``plus_permille`` of it, rounded up (V11, V12, V15)."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.permille = int(entry.get("plus_percent", 0)) * 10 + int(entry.get("plus_permille", 0))

    def of(self, whole: Any) -> Any:
        # Floor division of whole numbers, so nothing is lost to a binary fraction on the way to rounding up.
        return -((-whole * self.permille) // 1000)

    @property
    def words(self) -> str:
        return f" + {f'{self.permille / 10:g}'.replace('.', ',')} % dibulatkan ke atas"


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _relation(
    rule: Rule,
    form: Form,
    entry: Mapping[str, Any],
    sides: tuple[str, tuple[str, ...]],
    numbers: Callable[[Table], Numbers],
    interval: tuple[int | None, int | None],
    words: str,
    extra: _Share | None,
    after: str = "",
) -> Case:
    """One count against a sum of others; ``words`` say how, ``after`` what is tolerated."""
    left, right = sides
    share = extra if extra and extra.permille else None
    prefix, names = spoken(form, (left, *right))
    others = " + ".join(names[name] for name in right) + (share.words if share else "")
    return Case(
        rule,
        case_severity(rule, entry),
        f"{rule.id}.{left}.{'.'.join(right)}",
        (left, *right),
        numbers,
        *interval,
        lambda row: f"{prefix}{names[left]} {row.placed.row.cells[left].raw}",
        lambda row: (
            f"{words} {others}{worked_out(row.placed.row, right, share.of if share else None)} {after}".strip()
        ),
    )
