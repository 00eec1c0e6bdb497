"""Merging two versions and overriding values: a new row of the channel "petugas", made of received ones (P11, P42).

What a team sent is never altered: the new row has a file of its own, the decision as canonical JSON, and a lineage to the rows
that it was made of. The same rules judge it; what breaks a rule of severity E is refused, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jujur import intake
from jujur.domain.cells import Cell, CellState
from jujur.domain.errors import DecisionRefused
from jujur.domain.forms import Column, Form
from jujur.operations.act_rows import LIVE, DecidedRow, find_row
from jujur.operations.acts import name_of, subject_of_row
from jujur.operations.deciding import Outcome, deciding
from jujur.operations.desk import Desk
from jujur.operations.making import MadeRow, make, said


def merge(
    desk: Desk, first_name: str, second_name: str, take: Mapping[str, str], actor: str, reason: str
) -> Outcome:
    """One row of two versions: where they differ, ``take`` says for each column whose cell is taken, "1" or "2".

    Nothing is chosen by default. Raises DecisionRefused when a differing column is not named, when the rows are not about the
    same unit, form and period, or when the result breaks a rule; RecordError when a row is unknown.
    """
    with deciding(desk, actor, reason) as own:
        first, second = (find_row(desk, own.session, name) for name in (first_name, second_name))
        asked = {"with": second.subject, "take": dict(sorted(take.items()))}
        again = own.repeated("merge", subject_of_row(first), asked)
        if again and first.known.bin not in LIVE:
            return Outcome(again, False)
        _refuse_pair(first, second)
        cells, changed = _merged(first, second, take)
        return make(own, "merge", MadeRow((first, second), cells, changed, asked))


def override(desk: Desk, row_name: str, values: Mapping[str, str], actor: str, reason: str) -> Outcome:
    """A row with other values, read as a team's workbook is read ("1.234", "tidak dapat diakses", "" for not filled in).

    Raises DecisionRefused when a column cannot be set, a value cannot be read or changes nothing, or when the result breaks a
    rule; RecordError when the row is unknown.
    """
    with deciding(desk, actor, reason) as own:
        row = find_row(desk, own.session, row_name)
        asked = {"set": dict(sorted(values.items()))}
        again = own.repeated("override", subject_of_row(row), asked)
        if again and row.known.bin not in LIVE:
            return Outcome(again, False)
        cells, changed = _overridden(row, values)
        return make(own, "override", MadeRow((row,), cells, changed, asked))


def _refuse_pair(first: DecidedRow, second: DecidedRow) -> None:
    def about(row: DecidedRow) -> tuple[object, ...]:
        return (row.form.id, row.period_start, row.known.unit_code, row.known.item_code)

    if first.subject == second.subject or about(first) != about(second):
        raise DecisionRefused(
            f"Baris {name_of(first)} dan {name_of(second)} bukan dua versi dari unit, formulir dan masa laporan yang sama."
        )


def _merged(
    first: DecidedRow, second: DecidedRow, take: Mapping[str, str]
) -> tuple[dict[str, Cell], dict[str, Any]]:
    cells, changed, unsaid = dict(first.row.cells), {}, []
    for name in take:
        _column(first.form, name)
    for column in first.form.data_columns:
        one, two = first.row.cells[column.name], second.row.cells[column.name]
        if said(one) == said(two):
            continue
        choice = take.get(column.name)
        if choice not in ("1", "2"):
            unsaid.append(column.name)
            continue
        taken, left = (one, two) if choice == "1" else (two, one)
        cells[column.name] = taken
        changed[column.name] = {"before": said(left), "after": said(taken)}
    if unsaid:
        raise DecisionRefused(
            f"Kedua versi berbeda pada {', '.join(unsaid)}: sebutkan untuk setiap kolom, --take kolom=1 atau --take kolom=2."
        )
    if not changed:
        raise DecisionRefused("Kedua versi berisi sama; lepaskan salah satu (`jujur decide release`).")
    if take.keys() - changed.keys():
        raise DecisionRefused(f"Kedua versi sama pada {', '.join(sorted(take.keys() - changed.keys()))}.")
    return cells, changed


def _overridden(row: DecidedRow, values: Mapping[str, str]) -> tuple[dict[str, Cell], dict[str, Any]]:
    cells, changed = dict(row.row.cells), {}
    for name, raw in values.items():
        column = _column(row.form, name)
        cell = intake.type_cell(column, raw)
        if cell.state is CellState.DITAHAN:
            raise DecisionRefused(f"Kolom {name}: nilai “{raw}” tidak dapat dibaca sebagai {column.label}.")
        if said(cell) == said(row.row.cells[name]):
            raise DecisionRefused(f"Kolom {name} sudah berisi “{raw}”; tidak ada yang ditetapkan.")
        cells[name] = cell
        changed[name] = {"before": said(row.row.cells[name]), "after": said(cell)}
    if not changed:
        raise DecisionRefused("Tidak ada nilai yang ditetapkan; tulis kolom=nilai.")
    return cells, changed


def _column(form: Form, name: str) -> Column:
    """A column that a decision may set: one that teams fill in, and none that names the unit or the item."""
    settable = {column.name: column for column in form.data_columns if not column.is_key}
    if name not in settable:
        raise DecisionRefused(
            f"Kolom {name} tidak dapat ditetapkan pada formulir {form.id}; yang dapat: {', '.join(settable)}."
        )
    return settable[name]
