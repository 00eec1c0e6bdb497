"""Cells that could not be read as what their column holds (V02 and its like for decimals, dates and times)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.validation.checks.case import Case, Surroundings, columns_of, folded
from jujur.validation.table import Numbers, Table

WHOLE_NUMBER = "bilangan bulat nol atau lebih; sel dikosongkan bila belum ada angkanya"

_READABLE = {
    "decimal": "angka seperti 12,5",
    "date": "tanggal dengan nama bulan, seperti 14 Februari 2024; bila harinya ditulis, harus cocok",
    "time": "jam yang diketik lengkap seperti 07.15 WIB",
    "instant": "tanggal dan jam seperti 14 Februari 2024 pukul 07.15 (WIB)",
    "count": WHOLE_NUMBER,
}


def whole_numbers(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """Every count is a whole number of zero or more; one case for all columns."""
    parts = [_cell(rule, name, WHOLE_NUMBER, _is_no_count) for name in columns_of(rule, form, "all_counts")]
    yield from folded(rule, parts, "sel yang bukan bilangan bulat")


def typed_cells(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """Every decimal, date and time could be read; one case for all columns."""
    parts = [
        _cell(rule, name, _READABLE.get(form.column(name).kind, "isian yang dapat dibaca"), Table.unread)
        for name in columns_of(rule, form, "all_typed")
    ]
    yield from folded(rule, parts, "sel yang tidak dapat dibaca")


def _cell(rule: Rule, name: str, expected: str, ask: Callable[[Table, str], Numbers]) -> Case:
    return Case(
        rule,
        rule.severity,
        f"{rule.id}.{name}",
        (name,),
        lambda table: ask(table, name),
        0,
        0,
        lambda row: f"“{row.placed.row.cells[name].raw}”",
        lambda _row: expected,
    )


def _is_no_count(table: Table, name: str) -> Numbers:
    wrong, counts = table.unread(name), table.counts(name)
    # A value that is no count: negative, too high for one, or text.
    wrong[(wrong == 0) & ((counts < 0) | np.isnan(counts))] = 1
    return wrong
