"""How many stations opened on time, late, at an unstated hour, not yet; of how many there is no news (honesty.md §3, P07, P08).

The hour is what the station's row claims; the row is the one that counts. Whatever a station of which nothing is known did stands
in the upper bound of each count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.figures import Figure
from jujur.domain.polls import Opening
from jujur.figures.digests import digest_of
from jujur.figures.tallies import AsKnown, areas_of, inside

OPENED = ("buka", "tutup", "selesai hitung")
NOT_OPENED = "belum buka"
LABELS = {
    Opening.ON_TIME: "TPS dibuka tepat waktu",
    Opening.LATE: "TPS dibuka terlambat",
    Opening.UNTIMED: "TPS dibuka, jamnya tidak disebut",
    Opening.NOT_YET: "TPS belum dibuka",
    Opening.UNKNOWN: "TPS tanpa kabar pembukaan",
}
# What a station of a class may still turn out to be, once everything about it is known.
HIDDEN = {
    Opening.ON_TIME: (Opening.UNTIMED, Opening.UNKNOWN),
    Opening.LATE: (Opening.UNTIMED, Opening.UNKNOWN),
    Opening.UNTIMED: (Opening.UNKNOWN,),
    Opening.NOT_YET: (Opening.UNKNOWN,),
    Opening.UNKNOWN: (),
}

OPENED_OR_NOT = (Opening.ON_TIME, Opening.LATE, Opening.UNTIMED, Opening.NOT_YET)


def name_of(opening: Opening) -> str:
    """The name of the figure: "opening_late"."""
    return f"opening_{opening.value}"


# What the takes of one day compare, with the labels.
COMPARED = {name_of(one): LABELS[one] for one in OPENED_OR_NOT}


def opening_figures(gazetteer: Gazetteer, known: AsKnown) -> dict[str, Figure]:
    """The five counts of every area, by key; together they are the frame (P01)."""
    openings = openings_of(known)
    found = (figure for area in areas_of(gazetteer) for figure in _of_area(area, known, openings))
    return {figure.key: figure for figure in found}


def openings_of(known: AsKnown) -> dict[str, Opening]:
    """What is known of each expected station, by unit code."""
    counted = {row["unit_code"]: row for row in known.rows_used}
    return {
        unit["unit_code"]: opening_of(counted[unit["unit_code"]], known.opens_by)
        if unit["is_used"]
        else Opening.UNKNOWN
        for unit in known.units
    }


def opening_of(row: Mapping[str, Any], opens_by: str) -> Opening:
    """What one row that counts says. On time includes the hour itself; both are "HH:MM"."""
    state, hour = row["status_tps"], row["waktu_buka"]
    if state == NOT_OPENED:
        return Opening.NOT_YET
    if hour:
        return Opening.ON_TIME if hour <= opens_by else Opening.LATE
    return Opening.UNTIMED if state in OPENED else Opening.UNKNOWN


def as_values(row: Mapping[str, Any], opens_by: str) -> dict[str, int | None]:
    """What one row that counts adds to each count of openings that takes compare; None where it says nothing (P21)."""
    opening = opening_of(row, opens_by)
    return {
        name_of(one): None if opening is Opening.UNKNOWN else int(opening is one) for one in OPENED_OR_NOT
    }


def _of_area(area: Area, known: AsKnown, openings: Mapping[str, Opening]) -> Iterator[Figure]:
    codes = [unit["unit_code"] for unit in known.units if inside(unit["area_code"], area.code)]
    sizes = {opening: units_of(codes, openings, opening) for opening in Opening}
    expected = len(codes)
    for opening, units in sizes.items():
        k, hidden = len(units), sum(len(sizes[one]) for one in HIDDEN[opening])
        has_bounds = bool(HIDDEN[opening])
        yield Figure(
            name_of(opening),
            area.code,
            LABELS[opening],
            "TPS",
            k,
            k,
            expected - hidden,
            expected,
            lower=k if has_bounds else None,
            upper=k + hidden if has_bounds else None,
            rows_digest=digest_of(units),
        )


def units_of(codes: Sequence[str], openings: Mapping[str, Opening], opening: Opening) -> list[str]:
    """Those of the stations of which this is known."""
    return [code for code in codes if openings[code] is opening]
