"""Rules as data become cases: a number per row that must lie in a fixed interval, with the words to say when it does not.

A case whose operands are not all present has no number: blank is not zero, so an incomplete row breaks no arithmetic
rule (P07). Bases of the rules: domain.md §4.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jujur.domain.cells import CellState
from jujur.domain.errors import ConfigurationError
from jujur.domain.findings import Rule, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import Period
from jujur.domain.submissions import Row

Number = int | None

WHOLE_NUMBER = "bilangan bulat nol atau lebih; sel dikosongkan bila belum ada angkanya"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule may need beside the row itself."""

    period: Period
    unit_parents: Mapping[str, str]
    thresholds: Mapping[str, int]
    conflicts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Case:
    """One checkable case of a rule.

    ``residual`` gives the row's number (None: not evaluable), which must lie in [``low``, ``high``] (None: no bound).
    ``parts`` are the same question cell by cell, for a case that asks it of a whole row at once.
    """

    rule: Rule
    severity: Severity
    key: str
    columns: tuple[str, ...]
    residual: Callable[[Row, str], Number]
    low: Number
    high: Number
    found: Callable[[Row], str]
    expected: Callable[[Row], str]
    parts: tuple[Case, ...] = ()

    def broken_parts(self, row: Row, submission_id: str) -> tuple[Case, ...]:
        """Of a row that breaks this case, what exactly is broken: those of its parts, or the case itself if it has none."""
        return tuple(part for part in self.parts if part.residual(row, submission_id) not in (None, 0)) or (
            self,
        )


def cases_of(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """All cases of one rule. Raises ConfigurationError for a check shape that nobody has built."""
    builder = _BUILDERS.get(rule.check)
    if builder is None:
        raise ConfigurationError(
            f"Aturan {rule.id} memakai bentuk pemeriksaan yang tidak dikenal: {rule.check}."
        )
    yield from builder(rule, form, around)


def _label(form: Form, name: str) -> str:
    column = form.column(name)
    return f"{column.group} {column.label}".strip() if column.group else column.label


def _said(form: Form, row: Row, names: Sequence[str]) -> str:
    return ", ".join(f"{_label(form, name)} = {row.cells[name].raw or '(kosong)'}" for name in names)


def _total(row: Row, names: Sequence[str]) -> Number:
    values = [row.count(name) for name in names]
    return (
        None
        if any(value is None for value in values)
        else sum(value for value in values if value is not None)
    )


def _known_code(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    column, parent = rule.terms["column"], rule.terms.get("parent")

    def residual(row: Row, _submission: str) -> Number:
        code = row.text(column)
        if code is None and not form.column(column).is_key:
            return None
        is_known = code in around.unit_parents
        claimed = row.text(parent) if parent and is_known and code is not None else None
        return 0 if is_known and (claimed is None or around.unit_parents[code or ""] == claimed) else 1

    names = (column, parent) if parent else (column,)
    yield Case(
        rule,
        rule.severity,
        f"{rule.id}.{column}",
        names,
        residual,
        0,
        0,
        lambda row: _said(form, row, names),
        lambda _row: "kode yang ada dalam daftar acuan, di bawah induk yang sama",
    )


def _whole_number(rule: Rule, _form: Form, _around: Surroundings) -> Iterator[Case]:
    """One case for all columns: how many cells of the row are no whole numbers; each of them is a finding of its own.

    Great Expectations costs time per expectation, not per row, and a form has more columns than rules.
    """
    names = list(rule.terms["columns"])
    parts = tuple(_whole_cell(rule, name) for name in names)

    def residual(row: Row, submission: str) -> Number:
        found = [number for part in parts if (number := part.residual(row, submission)) is not None]
        return sum(found) if found else None

    yield Case(
        rule,
        rule.severity,
        rule.id,
        tuple(names),
        residual,
        0,
        0,
        lambda _row: "sel yang bukan bilangan bulat",
        lambda _row: WHOLE_NUMBER,
        parts,
    )


def _whole_cell(rule: Rule, name: str) -> Case:
    def residual(row: Row, _submission: str) -> Number:
        if row.cells[name].state is CellState.DITAHAN:
            return 1
        value = row.count(name)
        return None if value is None else int(value < 0)

    return Case(
        rule,
        rule.severity,
        f"{rule.id}.{name}",
        (name,),
        residual,
        0,
        0,
        lambda row: f"“{row.cells[name].raw}”",
        lambda _row: WHOLE_NUMBER,
    )


def _sum(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    for case in rule.terms["cases"]:
        yield _difference(rule, form, case["total"], tuple(case["parts"]))


def _equal(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    for case in rule.terms["cases"]:
        yield _difference(rule, form, case["left"], (case["right"],))


def _difference(rule: Rule, form: Form, total: str, parts: tuple[str, ...]) -> Case:
    """A total against the sum of its parts, of which there may be only one."""

    def residual(row: Row, _submission: str) -> Number:
        whole, summed = row.count(total), _total(row, parts)
        return None if whole is None or summed is None else whole - summed

    return _relation(rule, form, total, parts, residual, 0, 0, "")


def _at_most(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    for case in rule.terms["cases"]:
        left, right = (
            case["left"],
            tuple([case["right"]] if isinstance(case["right"], str) else case["right"]),
        )
        extra = int(case.get("plus_percent", 0))

        def residual(
            row: Row, _submission: str, left: str = left, right: tuple[str, ...] = right, extra: int = extra
        ) -> Number:
            first, limit = row.count(left), _total(row, right)
            if first is None or limit is None:
                return None
            return limit + math.ceil(limit * extra / 100) - first

        words = f"paling banyak (ditambah {extra} %)" if extra else "paling banyak"
        yield _relation(rule, form, left, right, residual, 0, None, words)


def _relation(
    rule: Rule,
    form: Form,
    left: str,
    right: tuple[str, ...],
    residual: Callable[[Row, str], Number],
    low: Number,
    high: Number,
    words: str,
) -> Case:
    names = (left, *right)
    groups = {form.column(name).group for name in names}
    # Within one group of columns ("Pemilih dalam DPT") its name is said once.
    is_one_group = len(groups) == 1
    spoken = {name: form.column(name).label if is_one_group else _label(form, name) for name in names}
    prefix = f"{form.column(left).group}: " if is_one_group and form.column(left).group else ""
    others = " + ".join(spoken[name] for name in right)
    return Case(
        rule,
        rule.severity,
        f"{rule.id}.{left}.{'.'.join(right)}",
        names,
        residual,
        low,
        high,
        lambda row: f"{prefix}{spoken[left]} {row.cells[left].raw}",
        lambda row: f"{words} {others}{_worked_out(row, right)}".strip(),
    )


def _worked_out(row: Row, names: Sequence[str]) -> str:
    numbers = " + ".join(row.cells[name].raw for name in names)
    return f" = {numbers} = {_total(row, names)}" if len(names) > 1 else f" = {numbers}"


def _at_most_constant(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    softer = rule.terms.get("warning_when")
    for case in rule.terms["cases"]:
        left, limit = case["left"], around.thresholds[case["threshold"]]
        for severity in (rule.severity, Severity.WARNING) if softer else (rule.severity,):

            def residual(
                row: Row,
                _submission: str,
                left: str = left,
                limit: int = limit,
                is_soft: bool = severity is not rule.severity,
            ) -> Number:
                value = row.count(left)
                if value is None or (softer is not None and _is_special(row, softer) != is_soft):
                    return None
                return limit - value

            yield Case(
                rule,
                severity,
                f"{rule.id}.{left}.{severity.value}",
                (left,),
                residual,
                0,
                None,
                lambda row, left=left: _said(form, row, (left,)),  # type: ignore[misc]
                lambda _row, limit=limit: f"paling banyak {limit}",  # type: ignore[misc]
            )


def _is_special(row: Row, softer: Mapping[str, Any]) -> bool:
    number = row.text(softer["column"])
    return number is not None and number.isdecimal() and int(number) >= int(softer["from"])


def _unique_unit(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    names = tuple(rule.terms["columns"])
    yield Case(
        rule,
        rule.severity,
        f"{rule.id}.{'.'.join(names)}",
        names,
        lambda row, submission: around.conflicts.get((submission, row.row_id), 0),
        0,
        0,
        lambda row: f"isi lain untuk {_said(form, row, names)} dalam kiriman yang berbeda",
        lambda _row: "satu isi untuk satu unit dan satu periode",
    )


def _inside_period(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    name = rule.terms["column"]

    def residual(row: Row, _submission: str) -> Number:
        if row.cells[name].state is CellState.DITAHAN:
            return 1
        claimed = row.text(name)
        return None if claimed is None else int(datetime.fromisoformat(claimed) not in around.period)

    yield Case(
        rule,
        rule.severity,
        f"{rule.id}.{name}",
        (name,),
        residual,
        0,
        0,
        lambda row: _said(form, row, (name,)),
        lambda _row: "waktu (WIB) di dalam periode laporan",
    )


def _known_choice(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    for name in rule.terms.get("columns") or [
        column.name for column in form.columns if column.kind == "choice"
    ]:
        choices = form.column(name).choices

        def residual(
            row: Row, _submission: str, name: str = name, choices: tuple[str, ...] = choices
        ) -> Number:
            if row.cells[name].state is CellState.DITAHAN:
                return 1
            value = row.text(name)
            return None if value is None else int(value not in choices)

        yield Case(
            rule,
            rule.severity,
            f"{rule.id}.{name}",
            (name,),
            residual,
            0,
            0,
            lambda row, name=name: f"“{row.cells[name].raw}”",  # type: ignore[misc]
            lambda _row, choices=choices: "salah satu dari: " + ", ".join(choices),  # type: ignore[misc]
        )


def _filled(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    for name in rule.terms["columns"]:

        def residual(row: Row, _submission: str, name: str = name) -> Number:
            return int(row.cells[name].state is CellState.TIDAK_DIISI)

        yield Case(
            rule,
            rule.severity,
            f"{rule.id}.{name}",
            (name,),
            residual,
            0,
            0,
            lambda _row: "sel kosong",
            lambda _row, name=name: f"{_label(form, name)} diisi",  # type: ignore[misc]
        )


_BUILDERS: dict[str, Callable[[Rule, Form, Surroundings], Iterator[Case]]] = {
    "known_code": _known_code,
    "whole_number": _whole_number,
    "sum": _sum,
    "equal": _equal,
    "at_most": _at_most,
    "at_most_constant": _at_most_constant,
    "unique_unit": _unique_unit,
    "inside_period": _inside_period,
    "known_choice": _known_choice,
    "filled": _filled,
}
