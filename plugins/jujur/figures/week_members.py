"""What stands behind one figure of a week: the rows and forms that it counts, and the ids of which its digest is made (P41)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.figures.compute import ROW_COUNTS
from jujur.figures.incidents import KINDS
from jujur.figures.members import Members, has_cell, members
from jujur.figures.tallies import CELL_STATES, Known, inside
from jujur.figures.week_states import (
    FOLLOWUP_LABELS,
    NEUTRALITY_LABELS,
    PARTS,
    STAGE_LABELS,
    WeekKnown,
    is_coordination,
    rows_in_use,
    states_of_allegations,
    states_of_items,
    states_of_stages,
    units_by_figure,
)

_INCIDENTS = ("incident_forms", "incident_forms_fresh", "incident_rows_held", *KINDS)
COORDINATION = "coordination_reported"


def week_names() -> tuple[str, ...]:
    """Every figure that there is about the city or a kecamatan in a week, by name."""
    cells = (f"{kind}_{state.value.lower()}" for kind in ("cells", "incident_cells") for state in CELL_STATES)
    return (
        *units_by_figure((), ""),
        *(f"{part}_forms" for part in PARTS),
        *ROW_COUNTS,
        *(*STAGE_LABELS, COORDINATION, *NEUTRALITY_LABELS, *FOLLOWUP_LABELS),
        *_INCIDENTS,
        *cells,
    )


def week_members(
    forms: Mapping[str, Form], incident_form: Form, known: WeekKnown, area_code: str, name: str
) -> Members | None:
    """What the figure ``area_code/name`` counts. None for a name that no calculator of ours makes."""
    if name in _INCIDENTS or name.startswith("incident_cells_"):
        return members((incident_form, incident_form), known.incidents, area_code, name)
    here = [
        (part, row) for part in PARTS for row in known.rows[part] if inside(row["kecamatan_code"], area_code)
    ]
    by_unit = units_by_figure(
        [unit for unit in known.units_of(forms) if inside(unit.kecamatan, area_code)], known.fresh_since
    )
    if name in by_unit:
        counted = {unit.id: unit for unit in by_unit[name]}
        rows = [row for part, row in here if f"{forms[part].id}/{row['kecamatan_code']}" in counted]
        return Members(tuple(counted), tuple(rows), "units")
    if name.removesuffix("_forms") in PARTS:
        part = name.removesuffix("_forms")
        codes = [
            row["unit_code"]
            for row in known.units[part]
            if row["received_at"] is not None and inside(row["unit_code"], area_code)
        ]
        rows = [row for of, row in here if of == part and row["kecamatan_code"] in codes]
        return Members(tuple(codes), tuple(rows), "units")
    if name in ROW_COUNTS:
        return _of_rows(row for _, row in here if _ROWS[name](row))
    return _of_contents(forms, known, area_code, name, {row["row_id"]: row for _, row in here})


_ROWS: dict[str, Callable[[Known], bool]] = {
    "rows_received": lambda row: True,
    "rows_used": lambda row: row["bin"] == "accepted" and bool(row["has_content"]),
    "rows_unused_empty": lambda row: row["bin"] == "accepted" and not row["has_content"],
    **{f"rows_{bin_.value}": lambda row, bin_=bin_: row["bin"] == bin_.value for bin_ in Bin},  # type: ignore[misc]
}


def _of_rows(rows: Iterable[Known]) -> Members:
    found = tuple(rows)
    return Members(tuple(row["row_id"] for row in found), found)


def _of_contents(
    forms: Mapping[str, Form], known: WeekKnown, area_code: str, name: str, placed: Mapping[str, Known]
) -> Members | None:
    """Stages, allegations and items by state, and cells; an item may stand on a row of an earlier week."""
    stages = [row for row in known.stages if inside(row["kecamatan_code"], area_code)]
    allegations = [row for row in known.allegations if inside(row["kecamatan_code"], area_code)]
    items = {row["row_id"]: row for row in known.items}
    for lists, rows in (
        (states_of_stages(stages), placed),
        ({COORDINATION: [row["row_id"] for row in stages if is_coordination(row)]}, placed),
        (states_of_allegations(allegations), placed),
        (states_of_items(known, area_code), items),
    ):
        if name in lists:
            return Members(tuple(lists[name]), tuple(rows[row_id] for row_id in lists[name]))
    state = next((one for one in CELL_STATES if name == f"cells_{one.value.lower()}"), None)
    if state is None:
        return None
    return _of_rows(
        placed[row["row_id"]]
        for part, row in rows_in_use(known, area_code)
        if has_cell(forms[part], row, state)
    )
