"""What the gate looks at, as figures: usable TPS, the age of the data, incident forms and rows (P12, P13, P23).

Age and holding lower a share instead of vetoing by themselves. So a TPS that is silent never reads better than one that
reported, and losing a report cannot improve a status (P13, ADR 0033).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.figures import Figure
from jujur.domain.gates import GateRule
from jujur.domain.periods import from_text, to_text
from jujur.figures.compute import AsKnown

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
    units = [row for row in known.units if _inside(row["area_code"], area)]
    expected = len(units)
    usable = sum(_is_usable(row, oldest) for row in units)
    share = Fraction(usable, expected) if expected else None
    yield Figure(
        *("tps_usable", area.code, "TPS tepat waktu, segar, dan lolos pemeriksaan", "TPS", share),
        *(usable, expected, expected, expected),
    )
    received = sorted(row["first_content_at"] for row in units if row["first_content_at"] is not None)
    yield _age(area, "data_age_newest", "Umur data termuda", received[-1:], len(received), expected, as_of)
    yield _age(area, "data_age_oldest", "Umur data tertua", received[:1], len(received), expected, as_of)
    forms = [row for row in known.incident_units if _inside(row["unit_code"], area)]
    fresh = sum(row["received_at"] is not None and row["received_at"] >= oldest for row in forms)
    yield _count(
        area, "incident_forms_fresh", "Formulir kejadian yang masih segar", "kecamatan", fresh, len(forms)
    )
    held = sum(row["bin"] == "held" and _inside(row["kecamatan_code"], area) for row in known.incidents)
    yield _count(area, "incident_rows_held", "Baris insiden ditahan", "baris", held, len(forms))


def _inside(code: str, area: Area) -> bool:
    return code == area.code or code.startswith(f"{area.code}.")


def _is_usable(row: Known, oldest: str) -> bool:
    """On time, not older than the limit, and with a row that counts while none of the unit is held."""
    received = row["first_content_at"]
    is_timely = received is not None and oldest <= received <= row["due_at"]
    return bool(is_timely and row["is_used"] and not row["is_held"])


def _age(
    area: Area, name: str, label: str, received: Sequence[str], n: int, expected: int, as_of: datetime
) -> Figure:
    """Minutes since the receipt; of nothing there is no age (P07)."""
    # What came after the moment that ages are counted at is not old at all.
    minutes = max(0, (as_of - from_text(received[0])) // timedelta(minutes=1)) if received else None
    return Figure(name, area.code, label, "menit", minutes, minutes or 0, n, expected)


def _count(area: Area, name: str, label: str, unit: str, value: int, expected: int) -> Figure:
    return Figure(name, area.code, label, unit, value, value, expected, expected)
