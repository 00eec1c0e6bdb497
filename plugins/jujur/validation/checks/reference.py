"""Rows against the reference of areas and against other versions of themselves (V01, V20, V29)."""

from __future__ import annotations

from collections.abc import Iterator

from jujur.domain.cells import CellState
from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.validation.bins import RowToJudge
from jujur.validation.checks.case import Case, Surroundings, case_severity, entries_of
from jujur.validation.checks.words import label, said
from jujur.validation.table import as_numbers

LEVELS = {"tps": "TPS", "kelurahan": "kelurahan", "kecamatan": "kecamatan"}
# So many places of other versions are told.
_MOST_PLACES = 3


def known_codes(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A code is in the reference, and below the parent that the row names.

    A code that the reader held is wrong as well: no other rule speaks of it.
    """
    column, parent = rule.terms["column"], rule.terms.get("parent")
    names = (column, parent) if parent else (column,)
    is_demanded = form.column(column).is_key

    def ask(row: RowToJudge) -> int | None:
        cells = row.placed.row.cells
        code = cells[column].value
        if code is None:
            is_wrong = is_demanded or cells[column].state is CellState.DITAHAN
            return 1 if is_wrong else None
        if code not in around.unit_parents:
            return 1
        claimed = cells[parent].value if parent else None
        return int(claimed is not None and around.unit_parents[str(code)] != claimed)

    yield Case(
        rule,
        rule.severity,
        f"{rule.id}.{column}",
        names,
        lambda table: table.each(ask),
        0,
        0,
        lambda row: said(form, row.placed.row, names),
        lambda _row: "kode yang ada dalam daftar acuan, di bawah induk yang sama",
    )


def known_stations(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A number of a TPS is registered in the kelurahan that the row names; without one there is nothing to hold it against."""
    column, parent = rule.terms["column"], rule.terms["parent"]
    names = (column, parent)

    def ask(row: RowToJudge) -> int | None:
        number, kelurahan = row.placed.row.text(column), row.placed.row.text(parent)
        if number is None or kelurahan is None or kelurahan not in around.unit_parents:
            return None
        station = f"{kelurahan.replace('.', '')}{number.zfill(3)}"
        return int(around.unit_parents.get(station) != kelurahan)

    yield Case(
        rule,
        rule.severity,
        f"{rule.id}.{column}",
        names,
        lambda table: table.each(ask),
        0,
        0,
        lambda row: said(form, row.placed.row, names),
        lambda _row: "nomor TPS yang terdaftar di kelurahan itu",
    )


def unique_units(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """Nobody else said something different about the same unit or item in the same period."""
    names = tuple(rule.terms["columns"])
    yield Case(
        rule,
        rule.severity,
        f"{rule.id}.{'.'.join(names)}",
        names,
        lambda table: as_numbers(len(around.conflicts.get(row.key, ())) for row in table.rows),
        0,
        0,
        lambda row: (
            f"isi lain untuk {said(form, row.placed.row, names)} pada {_places(around.conflicts[row.key])}"
        ),
        lambda _row: f"satu isi untuk satu {'butir' if form.is_event else 'unit'} dan satu periode",
    )


def _places(places: tuple[str, ...]) -> str:
    """The first of them in words; a list of dozens is not read."""
    more = len(places) - _MOST_PLACES
    return "; ".join(places[:_MOST_PLACES]) + (f"; dan {more} lainnya" if more > 0 else "")


def reference_counts(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A count of areas is the number that the reference has below the unit (494 TPS in the city)."""
    for entry in entries_of(rule, form):
        name, level = entry["column"], entry["level"]

        def known(row: RowToJudge, level: str = level) -> int | None:
            return around.neighbours.reference_counts.get((row.placed.unit_code, level))

        yield Case(
            rule,
            case_severity(rule, entry),
            f"{rule.id}.{name}.{level}",
            (name,),
            lambda table, name=name, known=known: table.counts(name) - table.each(known),  # type: ignore[misc]
            0,
            0,
            lambda row, name=name: f"{label(form, name)} {row.placed.row.cells[name].raw}",  # type: ignore[misc]
            lambda row, known=known, level=level: f"{known(row)} {LEVELS[level]} menurut daftar acuan",  # type: ignore[misc]
        )
