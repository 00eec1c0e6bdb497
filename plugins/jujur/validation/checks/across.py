"""A row against other forms, other units and earlier periods (V20, V21)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.validation.bins import RowToJudge
from jujur.validation.checks.case import Case, Surroundings, case_severity, columns_of, entries_of, folded
from jujur.validation.checks.words import label
from jujur.validation.neighbours import Total
from jujur.validation.table import Numbers, Table, as_numbers


def roll_ups(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A unit's number is the sum of another form's over all units below it, once all of them have one."""
    for entry in entries_of(rule, form):
        name, other = entry["column"], (entry["form"], entry["other"])

        def below(row: RowToJudge, other: tuple[str, str] = other) -> Total | None:
            total = around.neighbours.totals.get((other[0], row.placed.unit_code, other[1]))
            return total if total and total.is_complete else None

        def numbers(table: Table, name: str = name, below: object = below) -> Numbers:
            return table.counts(name) - table.each(lambda row: total.value if (total := below(row)) else None)  # type: ignore[operator]

        yield Case(
            rule,
            case_severity(rule, entry),
            f"{rule.id}.{name}.{other[0]}.{other[1]}",
            (name,),
            numbers,
            0,
            0,
            lambda row, name=name: f"{label(form, name)} {row.placed.row.cells[name].raw}",  # type: ignore[misc]
            lambda row, below=below, other=other: _below_words(below(row), other[0]),  # type: ignore[misc]
        )


def _below_words(total: Total | None, form_id: str) -> str:
    assert total is not None
    return f"jumlah {total.n} unit di bawahnya pada formulir {form_id.replace('_', ' ')} = {total.value}"


def parent_roll_ups(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """The same seen from below: the row that completes its parent makes the sum that the parent has already reported."""
    for entry in entries_of(rule, form):
        sums = _ParentSums(around, entry["column"], entry["form"], entry["other"])
        name, form_name = entry["column"], entry["form"].replace("_", " ")
        yield Case(
            rule,
            case_severity(rule, entry),
            f"{rule.id}.{name}.{entry['form']}.{entry['other']}",
            (name,),
            sums.differences,
            0,
            0,
            lambda row, name=name, sums=sums: (  # type: ignore[misc]
                f"{label(form, name)} {row.placed.row.cells[name].raw} melengkapi"
                f" {sums.parent_of(row)}; jumlah semua unitnya = {sums.made[sums.parent_of(row)]}"
            ),
            lambda row, sums=sums, form_name=form_name: (  # type: ignore[misc]
                f"{sums.reported(sums.parent_of(row))} seperti pada formulir {form_name} yang sudah diterima"
            ),
            is_last=True,
        )


class _ParentSums:
    """What the units below each parent add up to, with the accepted rows of the batch in the place of what was known."""

    def __init__(self, around: Surroundings, name: str, form_id: str, other: str) -> None:
        self._around, self._name, self._form_id, self._other = around, name, form_id, other
        self.made: dict[str, int] = {}

    def parent_of(self, row: RowToJudge) -> str:
        return self._around.unit_parents.get(row.placed.unit_code, "")

    def reported(self, parent: str) -> int | None:
        return self._around.neighbours.parent_values.get((self._form_id, parent, self._other))

    def differences(self, table: Table) -> Numbers:
        """The difference at the newest row below each completed parent; nowhere else."""
        found = np.full(len(table.rows), np.nan)
        for parent, positions in self._positions(table).items():
            values = dict(self._around.neighbours.unit_values[parent, self._name])
            for position in positions:
                row = table.rows[position].placed
                values[row.unit_code] = row.row.count(self._name) if table.accepted[position] else None
            self._compare(parent, values, [item for item in positions if table.accepted[item]], found)
        return found

    def _positions(self, table: Table) -> dict[str, list[int]]:
        positions: dict[str, list[int]] = {}
        reported = {
            parent
            for form, parent, other in self._around.neighbours.parent_values
            if (form, other) == (self._form_id, self._other)
        }
        if not reported:
            return positions
        for position, row in enumerate(table.rows):
            parent = self.parent_of(row)
            expected = self._around.neighbours.unit_values.get((parent, self._name), {})
            if parent in reported and row.placed.unit_code in expected:
                positions.setdefault(parent, []).append(position)
        return positions

    def _compare(
        self, parent: str, values: dict[str, int | None], accepted: list[int], found: Numbers
    ) -> None:
        numbers = [value for value in values.values() if value is not None]
        reported = self.reported(parent)
        if accepted and reported is not None and len(numbers) == len(values):
            self.made[parent] = sum(numbers)
            found[accepted[-1]] = self.made[parent] - reported


def series(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """What is counted through a day never falls below what the same unit reported earlier that day."""
    yield from folded(
        rule,
        [_not_below_earlier(rule, form, around, name) for name in columns_of(rule, form)],
        "hitungan yang turun",
    )


def _not_below_earlier(rule: Rule, form: Form, around: Surroundings, name: str) -> Case:
    earlier = around.neighbours.earlier
    known = {unit: value.value for (unit, column), value in earlier.items() if column == name}

    def numbers(table: Table) -> Numbers:
        if not known:
            return np.full(len(table.rows), np.nan)
        return table.counts(name) - as_numbers(known.get(row.placed.unit_code) for row in table.rows)

    def expected(row: RowToJudge) -> str:
        before = earlier[row.placed.unit_code, name]
        return f"paling sedikit {before.value}, seperti dilaporkan untuk masa {before.period_id}"

    return Case(
        rule,
        rule.severity,
        f"{rule.id}.{name}",
        (name,),
        numbers,
        0,
        None,
        lambda row: f"{label(form, name)} {row.placed.row.cells[name].raw}",
        expected,
    )
