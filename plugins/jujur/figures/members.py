"""What stands behind one figure: the rows and units that it counts, and the ids of which its digest is made (P41)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from jujur.domain.cells import CellState
from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.domain.polls import Opening
from jujur.figures.gate_figures import is_fresh, is_usable
from jujur.figures.incidents import KINDS
from jujur.figures.openings import name_of, openings_of
from jujur.figures.tallies import CELL_STATES, TURNOUT_PARTS, AsKnown, Known, inside

# Of a unit-counting figure: whether a unit of `units_pungut_hitung.sql` is counted.
_HEARD = "first_content_at"
_UNITS: dict[str, Callable[[Known], bool]] = {
    "tps_expected": lambda unit: True,
    "tps_on_time": lambda unit: unit[_HEARD] is not None and unit[_HEARD] <= unit["due_at"],
    "tps_late": lambda unit: unit[_HEARD] is not None and unit[_HEARD] > unit["due_at"],
    "tps_not_received": lambda unit: unit[_HEARD] is None,
    "tps_empty": lambda unit: unit[_HEARD] is None and unit["row_count"] > 0,
    "tps_absent": lambda unit: unit[_HEARD] is None and unit["row_count"] == 0,
    "tps_held": lambda unit: bool(unit["is_held"]),
    "coverage": lambda unit: unit[_HEARD] is not None,
    "timeliness": lambda unit: unit[_HEARD] is not None and unit[_HEARD] <= unit["due_at"],
    "data_age_newest": lambda unit: unit[_HEARD] is not None,
    "data_age_oldest": lambda unit: unit[_HEARD] is not None,
}
_OPENINGS = {name_of(one): one for one in Opening}
_USABLE, _FRESH_FORMS, _HELD_INCIDENTS = "tps_usable", "incident_forms_fresh", "incident_rows_held"


def _in_bin(name: str) -> Callable[[Known], bool]:
    return lambda row: bool(row["bin"] == name)


_ROWS: dict[str, Callable[[Known], bool]] = {
    "rows_received": lambda row: True,
    "rows_used": lambda row: row["bin"] == "accepted" and bool(row["has_content"]),
    "rows_unused_empty": lambda row: row["bin"] == "accepted" and not row["has_content"],
    **{f"rows_{bin_.value}": _in_bin(bin_.value) for bin_ in Bin},
}


@dataclass(frozen=True, slots=True)
class Members:
    """``ids`` are what the digest is over: row ids, or unit codes where ``counts`` says "units".

    ``rows`` are rows as the queries gave them (``submission_id``, ``row_id``, ``unit_code`` …), those of counted units included;
    ``column`` is the column whose values were added up, "" for none.
    """

    ids: tuple[str, ...]
    rows: tuple[Known, ...]
    counts: Literal["rows", "units"] = "rows"
    column: str = ""


def members(forms: tuple[Form, Form], known: AsKnown, area_code: str, name: str) -> Members | None:
    """What the figure ``area_code/name`` counts; ``forms`` are the voting-day and the incident form.

    None for a name that no calculator of ours makes.
    """
    main, incident = forms
    if name in _UNITS or name == _USABLE:
        spoken = [row for row in known.rows if row["bin"] != "out_of_scope"]
        here = [unit for unit in known.units if inside(unit["area_code"], area_code)]
        return _of_units(here, spoken, _UNITS.get(name) or (lambda unit: is_usable(unit, known.fresh_since)))
    if name in _OPENINGS:
        openings, wanted = openings_of(known), _OPENINGS[name]
        here = [unit for unit in known.units if inside(unit["area_code"], area_code)]
        return _of_units(here, known.rows_used, lambda unit: openings[unit["unit_code"]] is wanted)
    if name == _FRESH_FORMS:
        return _of_units(
            [row for row in known.incident_units if inside(row["unit_code"], area_code)],
            known.incidents,
            lambda unit: is_fresh(unit, known.fresh_since),
        )
    if name == _HELD_INCIDENTS:
        return _of_rows(
            row
            for row in known.incidents
            if row["bin"] == Bin.HELD.value and inside(row["kecamatan_code"], area_code)
        )
    if name == "incident_forms":
        return _of_units(
            [row for row in known.incident_units if inside(row["unit_code"], area_code)],
            known.incidents,
            lambda unit: unit["received_at"] is not None,
        )
    if name in _ROWS:
        return _of_rows(row for row in known.rows if inside(row["area_code"], area_code) and _ROWS[name](row))
    if name in KINDS:
        belongs = KINDS[name][1]
        return _of_rows(
            row for row in known.incidents if inside(row["kecamatan_code"], area_code) and belongs(row)
        )
    for prefix, form, rows, place in (
        ("incident_cells_", incident, known.incidents, "kecamatan_code"),
        ("cells_", main, known.rows_used, "area_code"),
    ):
        if name.startswith(prefix):
            state = CellState(name.removeprefix(prefix).upper())
            return _of_rows(
                row for row in rows if inside(row[place], area_code) and has_cell(form, row, state)
            )
    return _of_values(main, [row for row in known.rows_used if inside(row["area_code"], area_code)], name)


def _of_rows(rows: Iterable[Known], column: str = "") -> Members:
    found = tuple(rows)
    return Members(tuple(row["row_id"] for row in found), found, column=column)


def _of_units(units: Iterable[Known], rows: Iterable[Known], belongs: Callable[[Known], bool]) -> Members:
    counted = tuple(unit["unit_code"] for unit in units if belongs(unit))
    wanted = set(counted)
    return Members(counted, tuple(row for row in rows if row["unit_code"] in wanted), "units")


def _of_values(form: Form, used: Sequence[Known], name: str) -> Members | None:
    if name == "tps_used":
        return _of_rows(used)
    if name == "turnout":
        return _of_rows(row for row in used if all(row[part] is not None for part in TURNOUT_PARTS))
    column = name.removeprefix("sum_").removeprefix("filled_")
    if column == name or column not in {item.name for item in form.counts}:
        return None
    return _of_rows((row for row in used if row[column] is not None), column)


def has_cell(form: Form, row: Known, state: CellState) -> bool:
    """True for a row with at least one cell in this state (P07)."""
    stated = json.loads(row["states"])
    return any(stated.get(column.name, CellState.NILAI.value) == state.value for column in form.data_columns)


def names_of(form: Form) -> tuple[str, ...]:
    """Every figure that there is about an area, by name; those of incidents are made for kecamatan and city only."""
    cells = [
        f"{prefix}_{state.value.lower()}" for prefix in ("cells", "incident_cells") for state in CELL_STATES
    ]
    sums = [f"{prefix}_{column.name}" for column in form.counts for prefix in ("filled", "sum")]
    return (
        *_UNITS,
        *_OPENINGS,
        _USABLE,
        *_ROWS,
        *KINDS,
        "incident_forms",
        _FRESH_FORMS,
        _HELD_INCIDENTS,
        "tps_used",
        "turnout",
        *sums,
        *cells,
    )
