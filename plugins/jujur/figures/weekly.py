"""The figures of a week: forms by kecamatan, stages, allegations and follow-ups, by what is known of them (P01, P09, P14, P17).

The unit is one form of one kecamatan, named "form/kecamatan"; how much was reported is never counted in TPS here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure, FigureStatus
from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.figures.cells import cell_figures
from jujur.figures.compute import ROW_COUNTS, refuse_impossible
from jujur.figures.digests import digest_of
from jujur.figures.gate_figures import age_figure, incident_gate_figures
from jujur.figures.incidents import incident_figures
from jujur.figures.tallies import Tally, count_cells, inside
from jujur.figures.week_states import (
    FOLLOWUP_LABELS,
    FOLLOWUPS,
    FORM_LABELS,
    NEUTRALITY,
    NEUTRALITY_LABELS,
    PARTS,
    SHARES,
    STAGE_LABELS,
    STAGES,
    UNIT_LABELS,
    WeekKnown,
    WeekUnit,
    is_coordination,
    rows_in_use,
    states_of_allegations,
    states_of_items,
    states_of_stages,
    units_by_figure,
)


def compute_week(
    gazetteer: Gazetteer,
    forms: Mapping[str, Form],
    incident_form: Form,
    known: WeekKnown,
    aged_at: datetime,
    cut_off_at: datetime,
    status: FigureStatus = FigureStatus.SEMENTARA,
) -> dict[str, Figure]:
    """All figures of the city and every kecamatan by key, as known at ``cut_off_at``; ``forms`` are keyed by PARTS.

    Raises PublicationBlocked when a row is in no bin or in no kecamatan, or a count exceeds what it is a part of (P01, P05).
    """
    _refuse_leaks(gazetteer, known)
    units = known.units_of(forms)
    figures: dict[str, Figure] = {}
    for area in (*gazetteer.at_level("kecamatan"), *gazetteer.at_level("kota")):
        here = [unit for unit in units if inside(unit.kecamatan, area.code)]
        found = [
            *_coverage(area, here, known, aged_at),
            *_rows(area, known, len(here)),
            *_contents(area, known),
            *_cells(area, forms, known, here),
            *incident_figures(area, incident_form, known.incidents),
            *incident_gate_figures(area, known.incidents, known.fresh_since),
        ]
        figures |= {one.key: replace(one, cut_off_at=cut_off_at, status=status) for one in found}
    refuse_impossible(figures.values())
    return figures


def _refuse_leaks(gazetteer: Gazetteer, known: WeekKnown) -> None:
    codes = {area.code for area in gazetteer.at_level("kecamatan")}
    for part in PARTS:
        for row in known.rows[part]:
            if row["bin"] is None:
                raise PublicationBlocked(f"Baris {row['row_id']} diterima tanpa nasib (P01).")
            if row["kecamatan_code"] not in codes:
                raise PublicationBlocked(f"Baris {row['row_id']} tidak ada di kecamatan desk ini (P01).")


def _coverage(area: Area, here: Sequence[WeekUnit], known: WeekKnown, aged_at: datetime) -> Iterator[Figure]:
    total, counted = len(here), units_by_figure(here, known.fresh_since)
    for name, label in UNIT_LABELS.items():
        ids = [unit.id for unit in counted[name]]
        yield _count(area, name, label, "formulir", ids, total, total)
    for name, label, unit in SHARES:
        ids, k = [one.id for one in counted[name]], len(counted[name])
        value = Fraction(k, total) if total else None
        yield Figure(name, area.code, label, unit, value, k, total, total, total, rows_digest=digest_of(ids))
    heard = counted["coverage"]
    received = [(unit.id, unit.received_at) for unit in heard if unit.received_at is not None]
    yield age_figure(area, "data_age_newest", "Umur data termuda", received, max, total, aged_at)
    yield age_figure(area, "data_age_oldest", "Umur data tertua", received, min, total, aged_at)
    for part in PARTS:
        forms = [row for row in known.units[part] if inside(row["unit_code"], area.code)]
        ids = [row["unit_code"] for row in forms if row["received_at"] is not None]
        name = f"{part}_forms"
        yield _count(area, name, FORM_LABELS[part], "kecamatan", ids, len(ids), len(forms))


def _rows(area: Area, known: WeekKnown, total: int) -> Iterator[Figure]:
    rows = [row for part in PARTS for row in known.rows[part] if inside(row["kecamatan_code"], area.code)]
    lists: dict[str, list[str]] = {name: [] for name in ROW_COUNTS}
    for row in rows:
        names = ["rows_received", f"rows_{row['bin']}"]
        if row["bin"] == Bin.ACCEPTED.value:
            names.append("rows_used" if row["has_content"] else "rows_unused_empty")
        for name in names:
            lists[name].append(row["row_id"])
    for name, ids in lists.items():
        yield _count(area, name, ROW_COUNTS[name], "baris", ids, total, total)


def _contents(area: Area, known: WeekKnown) -> Iterator[Figure]:
    stages = [row for row in known.stages if inside(row["kecamatan_code"], area.code)]
    allegations = [row for row in known.allegations if inside(row["kecamatan_code"], area.code)]
    n, total = _heard(area, known, STAGES)
    lists = states_of_stages(stages)
    for name, label in STAGE_LABELS.items():
        yield _reported(area, name, label, "tahap", lists[name], n, total)
    met = [row["row_id"] for row in stages if is_coordination(row)]
    label = "Kegiatan koordinasi dilaporkan"
    yield _reported(area, "coordination_reported", label, "kegiatan", met, n, total)
    n, total = _heard(area, known, NEUTRALITY)
    lists = states_of_allegations(allegations)
    for name, label in NEUTRALITY_LABELS.items():
        yield _reported(area, name, label, "dugaan", lists[name], n, total)
    n, total = _heard(area, known, FOLLOWUPS)
    lists = states_of_items(known, area.code)
    for name, label in FOLLOWUP_LABELS.items():
        yield _count(area, name, label, "butir", lists[name], n, total)


def _heard(area: Area, known: WeekKnown, part: str) -> tuple[int, int]:
    units = [row for row in known.units[part] if inside(row["unit_code"], area.code)]
    return sum(row["received_at"] is not None for row in units), len(units)


def _cells(
    area: Area, forms: Mapping[str, Form], known: WeekKnown, here: Sequence[WeekUnit]
) -> Iterator[Figure]:
    tally = Tally()
    for part, row in rows_in_use(known, area.code):
        count_cells(tally, forms[part], row)
    in_use = sum(unit.is_used for unit in here)
    yield from cell_figures(area, tally, "cells", "formulir mingguan yang dipakai", in_use, len(here))


def _count(area: Area, name: str, label: str, unit: str, ids: Iterable[str], n: int, total: int) -> Figure:
    found = list(ids)
    k = len(found)
    return Figure(name, area.code, label, unit, k, k, n, total, rows_digest=digest_of(found))


def _reported(area: Area, name: str, label: str, unit: str, ids: Iterable[str], n: int, total: int) -> Figure:
    """At least so many: what a kecamatan that has not reported would say is not known (P08, P14)."""
    figure = _count(area, name, label, unit, ids, n, total)
    return replace(figure, lower=figure.k)
