"""From what the record knew at the cut-off to the figures of every area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure, FigureStatus
from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.figures.cells import cell_figures
from jujur.figures.digests import digest_of
from jujur.figures.incidents import incident_figures
from jujur.figures.tallies import AsKnown, Tally, areas_of, tally_by_area

# Figures that count units, or give a share of them: no more than have reported, no more of those than there are (P05).
_OF_UNITS = ("TPS", "kecamatan", "formulir")
_SHARES_OF_UNITS = ("coverage", "timeliness")

# name of the figure: label, what the tally calls it.
UNIT_COUNTS = {
    "tps_expected": ("TPS wajib lapor", ("expected",)),
    "tps_on_time": ("TPS melapor tepat waktu", ("on_time",)),
    "tps_late": ("TPS melapor terlambat", ("late",)),
    "tps_not_received": ("TPS belum melapor", ("empty", "absent")),
    "tps_empty": ("TPS yang barisnya datang kosong", ("empty",)),
    "tps_absent": ("TPS tanpa kiriman", ("absent",)),
    "tps_held": ("TPS yang laporannya ditahan", ("unit_held",)),
}
ROW_COUNTS = {
    "rows_received": "Baris diterima",
    "rows_accepted": "Baris lolos",
    "rows_held": "Baris ditahan",
    "rows_duplicate": "Baris ganda",
    "rows_superseded": "Baris digantikan",
    "rows_out_of_scope": "Baris di luar wilayah",
    "rows_used": "Baris lolos yang berisi angka",
    "rows_unused_empty": "Baris lolos tanpa isian",
}


def compute(
    gazetteer: Gazetteer,
    form: Form,
    incident_form: Form,
    known: AsKnown,
    voters_per_unit: int,
    cut_off_at: datetime,
    status: FigureStatus = FigureStatus.SEMENTARA,
) -> dict[str, Figure]:
    """All figures of all areas (kelurahan, kecamatan, city) by key, as known at ``cut_off_at``.

    ``voters_per_unit`` is the most voters one TPS may have; it bounds what missing TPS can hide (P08). Raises
    PublicationBlocked when rows are lost or counted twice (P01, P11), or a count exceeds what it is a part of (P05).
    """
    tallies = tally_by_area(gazetteer, form, known)
    figures: dict[str, Figure] = {}
    for area in areas_of(gazetteer):
        found = list(_figures_of(area, tallies[area.code], form, voters_per_unit))
        if area.level != "kelurahan":
            found += incident_figures(area, incident_form, known)
        for figure in found:
            figures[figure.key] = replace(figure, cut_off_at=cut_off_at, status=status)
    refuse_impossible(figures.values())
    return figures


def refuse_impossible(figures: Iterable[Figure]) -> None:
    """Raises PublicationBlocked unless 0 <= k <= n <= N, and no share leaves 0 to 1: nothing is ever clipped (P05, L08)."""
    for figure in figures:
        is_count = figure.unit in _OF_UNITS or figure.name in _SHARES_OF_UNITS
        is_share = figure.denominator is not None and figure.value is not None
        if not 0 <= figure.n <= figure.N or (is_count and not 0 <= figure.k <= figure.n):
            raise PublicationBlocked(
                f"Angka {figure.key}: k {figure.k}, n {figure.n}, N {figure.N} tidak mungkin (P05)."
            )
        if is_share and not 0 <= (figure.value or 0) <= 1:
            raise PublicationBlocked(
                f"Angka {figure.key}: {figure.k} dari {figure.denominator} melebihi seluruhnya (P05)."
            )


def _refuse_leaks(area: Area, tally: Tally) -> None:
    counts = tally.counts
    if sum(counts[name] for name in ("on_time", "late", "empty", "absent")) != counts["expected"]:
        raise PublicationBlocked(f"Wilayah {area.code}: TPS yang diharapkan tidak terbagi habis (P01).")
    if sum(counts[bin_.value] for bin_ in Bin) != counts["received"]:
        raise PublicationBlocked(f"Wilayah {area.code}: baris yang diterima tidak terbagi habis (P01).")
    if counts["used"] != counts["rows_used"]:
        raise PublicationBlocked(
            f"Wilayah {area.code}: {counts['used']} baris lolos berisi, {counts['rows_used']} dijumlahkan (P01)."
        )


def _figures_of(area: Area, tally: Tally, form: Form, voters_per_unit: int) -> Iterator[Figure]:
    _refuse_leaks(area, tally)
    expected = tally.counts["expected"]
    # Whether a unit has reported is known for every unit, silent ones included: n is N.
    for name, (label, parts) in UNIT_COUNTS.items():
        yield _count(
            area, name, label, "TPS", [unit for part in parts for unit in tally.ids.get(part, ())], expected
        )
    used = tally.ids.get("used", [])
    yield Figure(
        "tps_used",
        area.code,
        "TPS yang angkanya dipakai",
        "TPS",
        tally.counts["unit_used"],
        tally.counts["unit_used"],
        expected,
        expected,
        rows_digest=digest_of(used),
    )
    for name, label in ROW_COUNTS.items():
        ids = tally.ids.get(name.removeprefix("rows_"), [])
        yield _count(area, name, label, "baris", ids, expected)
    on_time, late = tally.ids.get("on_time", []), tally.ids.get("late", [])
    yield _unit_share(area, "coverage", "Cakupan", [*on_time, *late], expected)
    yield _unit_share(area, "timeliness", "Ketepatan waktu", on_time, expected)
    for column in form.counts:
        yield from _sum(area, tally, column.name, f"{column.group} {column.label}".strip())
    yield _turnout(area, tally, voters_per_unit)
    yield from cell_figures(area, tally, "cells", "TPS yang dipakai", tally.counts["unit_used"], expected)


def _count(area: Area, name: str, label: str, unit: str, ids: list[str], expected: int) -> Figure:
    k = len(ids)
    return Figure(name, area.code, label, unit, k, k, expected, expected, rows_digest=digest_of(ids))


def _unit_share(area: Area, name: str, label: str, units: list[str], expected: int) -> Figure:
    """A share of the frame. Known for every unit, so it needs no bounds: a late or silent unit is late or silent for good."""
    k = len(units)
    value = Fraction(k, expected) if expected else None
    return Figure(
        name,
        area.code,
        label,
        "",
        value,
        k,
        expected,
        expected,
        denominator=expected,
        rows_digest=digest_of(units),
    )


def _sum(area: Area, tally: Tally, name: str, label: str) -> Iterator[Figure]:
    ids = tally.ids.get(f"filled_{name}", [])
    filled, total, expected = (
        tally.counts[f"filled_{name}"],
        tally.counts[f"sum_{name}"],
        tally.counts["expected"],
    )
    if filled != len(ids):
        raise PublicationBlocked(
            f"Wilayah {area.code}: {filled} baris mengisi {name}, {len(ids)} terdaftar (P01)."
        )
    digest = digest_of(ids)
    yield Figure(
        f"filled_{name}",
        area.code,
        f"TPS terisi: {label}",
        "TPS",
        filled,
        filled,
        filled,
        expected,
        rows_digest=digest,
    )
    # Nothing known adds up to nothing known, never to zero (P07).
    value = total if filled else None
    yield Figure(
        f"sum_{name}", area.code, label, "", value, total, filled, expected, lower=value, rows_digest=digest
    )


def _turnout(area: Area, tally: Tally, voters_per_unit: int) -> Figure:
    """Participation = users / (DPT + users of DPTb + users of DPK), over TPS where all four are known (V16).

    Each missing TPS holds at most ``voters_per_unit`` voters, of whom none or all may have voted: that bounds the truth.
    """
    counts, expected = tally.counts, tally.counts["expected"]
    users, registered, n = counts["turnout_users"], counts["turnout_registered"], counts["turnout_units"]
    hidden = (expected - n) * voters_per_unit
    figure = Figure(
        "turnout",
        area.code,
        "Partisipasi",
        "",
        None,
        users,
        n,
        expected,
        registered,
        rows_digest=digest_of(tally.ids.get("turnout", ())),
    )
    if registered == 0:
        return figure
    return replace(
        figure,
        value=Fraction(users, registered),
        lower=Fraction(users, registered + hidden),
        upper=Fraction(users + hidden, registered + hidden),
    )
