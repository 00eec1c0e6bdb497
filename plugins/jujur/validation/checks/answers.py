"""What a team must, may and must not answer: choices, filled cells, cells that depend on another (V27, P07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from jujur.domain.cells import CellState
from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.validation.checks.case import Case, Surroundings, case_severity, columns_of, entries_of, folded
from jujur.validation.checks.words import label
from jujur.validation.table import Mask, Numbers, Table


def known_choices(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """A chosen word is one of the column's words."""
    parts = [_choice(rule, form, name) for name in columns_of(rule, form, "all_choices")]
    yield from folded(rule, parts, "isian yang tidak ada dalam daftar pilihan")


def _choice(rule: Rule, form: Form, name: str) -> Case:
    choices = form.column(name).choices

    def numbers(table: Table) -> Numbers:
        wrong = table.unread(name)
        is_other = [text is not None and text not in choices for text in table.texts(name)]
        wrong[np.array(is_other, np.bool_)] = 1
        return wrong

    return Case(
        rule,
        rule.severity,
        f"{rule.id}.{name}",
        (name,),
        numbers,
        0,
        0,
        lambda row: f"“{row.placed.row.cells[name].raw}”",
        lambda _row: "salah satu dari: " + ", ".join(choices),
    )


def filled_cells(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """A cell is not left blank; "tidak berlaku" and the like are answers."""
    parts = [
        Case(
            rule,
            rule.severity,
            f"{rule.id}.{name}",
            (name,),
            lambda table, name=name: table.is_in(name, CellState.TIDAK_DIISI).astype(np.float64),  # type: ignore[misc]
            0,
            0,
            lambda _row: "sel kosong",
            lambda _row, name=name: f"{label(form, name)} diisi",  # type: ignore[misc]
        )
        for name in columns_of(rule, form)
    ]
    yield from folded(rule, parts, "sel kosong")


def demanded_cells(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """Where other cells have certain values, these are not blank."""
    yield from _conditional(rule, form, CellState.TIDAK_DIISI, "diisi")


def unwanted_cells(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """Where other cells have certain values, these hold none."""
    yield from _conditional(rule, form, CellState.NILAI, "dikosongkan")


def _conditional(rule: Rule, form: Form, wrong: CellState, demand: str) -> Iterator[Case]:
    parts = [
        _dependent(rule, form, number, entry, name, wrong, demand)
        for number, entry in enumerate(entries_of(rule, form), 1)
        for name in entry["columns"]
    ]
    yield from folded(rule, parts, f"sel yang seharusnya {demand}")


def _dependent(
    rule: Rule, form: Form, number: int, entry: Mapping[str, Any], name: str, wrong: CellState, demand: str
) -> Case:
    when = {column: _values(wanted) for column, wanted in entry["when"].items()}
    reason = " dan ".join(f"{label(form, column)} {' atau '.join(values)}" for column, values in when.items())

    def numbers(table: Table) -> Numbers:
        return np.where(_holds(table, when), table.is_in(name, wrong).astype(np.float64), np.nan)

    return Case(
        rule,
        case_severity(rule, entry),
        f"{rule.id}.{number}.{name}",
        (name,),
        numbers,
        0,
        0,
        lambda row: f"“{raw}”" if (raw := row.placed.row.cells[name].raw) else "sel kosong",
        lambda _row: f"{label(form, name)} {demand}, karena {reason}",
    )


def _values(wanted: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in (wanted if isinstance(wanted, list) else [wanted]))


def _holds(table: Table, when: Mapping[str, tuple[str, ...]]) -> Mask:
    holds = np.ones(len(table.rows), dtype=np.bool_)
    for column, values in when.items():
        holds &= np.array([str(cell.value) in values for cell in table.cells(column)], dtype=np.bool_)
    return holds
