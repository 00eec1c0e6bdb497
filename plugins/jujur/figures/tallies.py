"""Integers and ids of every area, added up from what the record knew; rows lost or counted twice stop here (P01, P11)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jujur.domain.areas import Area, Gazetteer, Level
from jujur.domain.cells import CellState
from jujur.domain.errors import PublicationBlocked
from jujur.domain.findings import Bin
from jujur.domain.forms import Form

Known = Mapping[str, Any]

LEVELS: tuple[Level, ...] = ("kelurahan", "kecamatan", "kota")
TURNOUT_PARTS = ("pengguna_total_j", "pemilih_dpt_j", "pengguna_dptb_j", "pengguna_dpk_j")
# The states that a cell of a received row can be in; not received and late are said of units, not of cells.
CELL_STATES = tuple(
    state for state in CellState if state not in (CellState.BELUM_DITERIMA, CellState.TERLAMBAT)
)


@dataclass(frozen=True, slots=True)
class AsKnown:
    """Everything the record knew at one instant about one period, as rows of the queries in ``sql/``.

    ``rows`` holds every received row with its bin; ``rows_used`` and ``incidents`` carry their values and states.
    """

    units: Sequence[Known]
    sums: Sequence[Known]
    bins: Sequence[Known]
    rows: Sequence[Known]
    rows_used: Sequence[Known]
    incidents: Sequence[Known]
    incident_units: Sequence[Known]
    # From when data counts as fresh, as fixed-width text (P23).
    fresh_since: str = ""
    # By when a station is to open, "HH:MM" WIB as the form types it.
    opens_by: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Integers of one area, and the ids of what was counted, both by the name of what they count."""

    counts: Counter[str] = field(default_factory=Counter)
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, item: str) -> None:
        """Counts one thing and remembers which."""
        self.counts[name] += 1
        self.ids[name].append(item)

    def take_in(self, other: Tally) -> None:
        """Adds everything of ``other``."""
        self.counts.update(other.counts)
        for name, ids in other.ids.items():
            self.ids[name] += ids


def areas_of(gazetteer: Gazetteer) -> Iterator[Area]:
    """Every area that has figures: all of them, whether anything came from there or not (P02)."""
    for level in LEVELS:
        yield from gazetteer.at_level(level)


def inside(code: str, area_code: str) -> bool:
    """True when ``code`` is the area itself or lies in it."""
    return code == area_code or code.startswith(f"{area_code}.")


def tally_by_area(gazetteer: Gazetteer, form: Form, known: AsKnown) -> dict[str, Tally]:
    """The tallies of all areas of a desk; rows whose kelurahan is unknown stand at the kecamatan itself.

    Raises PublicationBlocked when a row is in no bin, in a bin twice, in no area, or a TPS is counted twice (P01, P11).
    """
    own: dict[str, Tally] = defaultdict(Tally)
    for row in known.units:
        _count_unit(own[row["area_code"]], row)
    for row in known.rows:
        _list_row(own[row["area_code"]], row)
    _count_bins(own, known.bins)
    for row in known.sums:
        _add_sums(own[row["area_code"]], row)
    for row in known.rows_used:
        _list_values(own[row["area_code"]], form, row)
    tallies = {area.code: _gather(area, own) for area in areas_of(gazetteer)}
    received = tallies[gazetteer.city.code].counts["received"]
    if received != len(known.rows):
        raise PublicationBlocked(
            f"{len(known.rows)} baris diterima, tetapi {received} ada di wilayah desk ini (P01)."
        )
    return tallies


def _gather(area: Area, own: Mapping[str, Tally]) -> Tally:
    total = Tally()
    for code, tally in own.items():
        if inside(code, area.code):
            total.take_in(tally)
    return total


def _count_unit(tally: Tally, row: Known) -> None:
    unit = row["unit_code"]
    tally.add("expected", unit)
    if row["is_held"]:
        tally.add("unit_held", unit)
    if row["is_used"]:
        tally.add("unit_used", unit)
    if row["first_content_at"] is None:
        # A row that came back without a single value reports nothing: it is counted among the silent (ADR 0005).
        tally.add("empty" if row["row_count"] else "absent", unit)
    else:
        # On time includes the due instant itself; both sides are fixed-width UTC text.
        tally.add("on_time" if row["first_content_at"] <= row["due_at"] else "late", unit)


def _bins_of(row: Known) -> tuple[str, ...]:
    """What a row counts as: received, its bin, and of an accepted one whether it is used."""
    if row["bin"] is None:
        raise PublicationBlocked(f"Wilayah {row['area_code']}: ada baris diterima tanpa nasib (P01).")
    if row["bin"] != Bin.ACCEPTED.value:
        return ("received", row["bin"])
    return ("received", row["bin"], "used" if row["has_content"] else "unused_empty")


def _list_row(tally: Tally, row: Known) -> None:
    for name in _bins_of(row):
        tally.add(name, row["row_id"])


def _count_bins(own: Mapping[str, Tally], bins: Iterable[Known]) -> None:
    """Holds the counts of the database against the rows listed one by one: two ways of asking, one answer (P01)."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in bins:
        for name in _bins_of(row):
            counted[row["area_code"]][name] += row["row_count"]
    names = ("received", *(item.value for item in Bin), "used", "unused_empty")
    for code in {*own, *counted}:
        listed = own[code].counts if code in own else Counter()
        for name in names:
            if counted[code][name] != listed[name]:
                raise PublicationBlocked(
                    f"Wilayah {code}: {counted[code][name]} baris terhitung sebagai {name}, "
                    f"{listed[name]} baris terdaftar (P01)."
                )


def _add_sums(tally: Tally, row: Known) -> None:
    if row["rows_used"] != row["units_used"]:
        raise PublicationBlocked(
            f"Wilayah {row['area_code']}: {row['rows_used']} baris terpakai untuk {row['units_used']} TPS; "
            "ada TPS yang terhitung dua kali (P11)."
        )
    for name, value in row.items():
        if name != "area_code" and value is not None:
            tally.counts[name] += int(value)


def _list_values(tally: Tally, form: Form, row: Known) -> None:
    row_id = row["row_id"]
    for column in form.counts:
        if row[column.name] is not None:
            tally.ids[f"filled_{column.name}"].append(row_id)
    if all(row[name] is not None for name in TURNOUT_PARTS):
        tally.ids["turnout"].append(row_id)
    count_cells(tally, form, row)


def count_cells(tally: Tally, form: Form, row: Known) -> None:
    """Counts the cells that the team answers for, by state: a blank is not a refusal is not a zero (P07)."""
    states = json.loads(row["states"])
    found = Counter(states.get(column.name, CellState.NILAI.value) for column in form.data_columns)
    unknown = found.keys() - {state.value for state in CELL_STATES}
    if unknown:
        raise PublicationBlocked(
            f"Baris {row['row_id']}: keadaan sel {', '.join(sorted(unknown))} tidak dikenal (P07)."
        )
    for state, cells in found.items():
        tally.counts[f"cells_{state}"] += cells
        tally.ids[f"cells_{state}"].append(row["row_id"])
