"""What the gate looks at, as figures: usable TPS, the age of the data, incident forms and rows (P12, P13, P23).

Age and holding lower a share instead of vetoing by themselves. So a TPS that is silent never reads better than one that
reported, and losing a report cannot improve a status (P13, ADR 0033).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.figures import Figure
from jujur.domain.gates import GateRule
from jujur.domain.periods import from_text, to_text
from jujur.figures.digests import digest_of
from jujur.figures.tallies import AsKnown, inside

Known = Mapping[str, Any]


def gate_figures(gazetteer: Gazetteer, known: AsKnown, as_of: datetime, rule: GateRule) -> dict[str, Figure]:
    """The figures of the gate for every kecamatan and the city, by key. Ages are whole minutes at ``as_of``, rounded down.

    For a revision ``as_of`` is the cut-off of its slot, not its own later one.
    """
    areas = (*gazetteer.at_level("kecamatan"), *gazetteer.at_level("kota"))
    found = (figure for area in areas for figure in _of_area(area, known, as_of, rule))
    return {figure.key: figure for figure in found}


def _of_area(area: Area, known: AsKnown, as_of: datetime, rule: GateRule) -> Iterator[Figure]:
    oldest = to_text(as_of - timedelta(hours=rule.data_age_limit_hours))
    units = [row for row in known.units if inside(row["area_code"], area.code)]
    expected = len(units)
    usable = [row["unit_code"] for row in units if is_usable(row, oldest)]
    share = Fraction(len(usable), expected) if expected else None
    label = "TPS tepat waktu, segar, dan lolos pemeriksaan"
    yield Figure(
        *("tps_usable", area.code, label, "TPS", share, len(usable), expected, expected, expected),
        rows_digest=digest_of(usable),
    )
    heard = [
        (row["unit_code"], row["first_content_at"]) for row in units if row["first_content_at"] is not None
    ]
    yield age_figure(area, "data_age_newest", "Umur data termuda", heard, max, expected, as_of)
    yield age_figure(area, "data_age_oldest", "Umur data tertua", heard, min, expected, as_of)
    yield from incident_gate_figures(area, known, oldest)


def incident_gate_figures(area: Area, known: AsKnown, oldest: str) -> Iterator[Figure]:
    """Incident forms that are fresh, received no earlier than ``oldest``, and incident rows that are held."""
    forms = [row for row in known.incident_units if inside(row["unit_code"], area.code)]
    fresh = [row["unit_code"] for row in forms if is_fresh(row, oldest)]
    held = [
        row["row_id"]
        for row in known.incidents
        if row["bin"] == "held" and inside(row["kecamatan_code"], area.code)
    ]
    for name, label, unit, ids in (
        ("incident_forms_fresh", "Formulir kejadian yang masih segar", "kecamatan", fresh),
        ("incident_rows_held", "Baris insiden ditahan", "baris", held),
    ):
        k, n = len(ids), len(forms)
        yield Figure(name, area.code, label, unit, k, k, n, n, rows_digest=digest_of(ids))


def is_usable(row: Known, oldest: str) -> bool:
    """On time, not older than the limit, and with a row that counts while none of the unit is held."""
    received = row["first_content_at"]
    is_timely = received is not None and oldest <= received <= row["due_at"]
    return bool(is_timely and row["is_used"] and not row["is_held"])


def is_fresh(row: Known, oldest: str) -> bool:
    """True for an incident form that came and is not older than the limit."""
    return row["received_at"] is not None and bool(row["received_at"] >= oldest)


def age_figure(
    area: Area,
    name: str,
    label: str,
    heard: Sequence[tuple[str, str]],
    choose: Callable[[Iterable[str]], str],
    expected: int,
    as_of: datetime,
) -> Figure:
    """Minutes since the receipt; of nothing there is no age (P07). What came after ``as_of`` is not old at all.

    ``heard``: each unit that said something, with the instant of its first receipt.
    """
    minutes = None
    if heard:
        minutes = max(0, (as_of - from_text(choose(at for _, at in heard))) // timedelta(minutes=1))
    digest, n = digest_of(unit for unit, _ in heard), len(heard)
    return Figure(name, area.code, label, "menit", minutes, minutes or 0, n, expected, rows_digest=digest)
