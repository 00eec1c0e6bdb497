"""Every figure of a report again, from the tables inside it: exact fractions, nothing of ``figures`` (P34, P36).

Written from the definitions in docs/VERIFY.md. A row counts in the areas that contain it; a unit of the frame reported when a row
of it came that was not withdrawn, said something and is in scope; on time when the first such row came by its due time.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from jujur.verifier.inside import Row

Exact = int | Fraction
BINS = ("accepted", "held", "duplicate", "superseded", "out_of_scope")
STATES = (
    *("NILAI", "TIDAK_DIISI", "TIDAK_BERLAKU", "TIDAK_DAPAT_DIAKSES", "TIDAK_TAHU"),
    *("DITAHAN", "DIRAHASIAKAN"),
)
OPENINGS = ("on_time", "late", "untimed", "not_yet", "unknown")
OPENED = {"buka", "tutup", "selesai hitung"}
TURNOUT = ("pengguna_total_j", "pemilih_dpt_j", "pengguna_dptb_j", "pengguna_dpk_j")


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure as the tables give it; parts as in ``figures.json``. ``seal`` is the digest of the ids behind it."""

    value: Exact | None
    k: int
    n: int
    N: int
    denominator: int | None = None
    lower: Exact | None = None
    upper: Exact | None = None
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a report and how to read them (``method.json``)."""

    rows: Sequence[Row]
    files: Sequence[Row]
    frame: Sequence[Row]
    method: Mapping[str, Any]
    levels: Mapping[str, str]


@dataclass(slots=True)
class _Unit:
    """An expected unit with the rows that speak for it."""

    code: str
    area: str
    due_at: str
    rows: list[Row] = field(default_factory=list)

    @property
    def first_at(self) -> str | None:
        return min((row["received_at"] for row in self.rows if row["has_content"] == "1"), default=None)

    def any_in(self, bin_: str) -> bool:
        return any(row["bin"] == bin_ and row["has_content"] == "1" for row in self.rows)

    @property
    def is_on_time(self) -> bool:
        return self.first_at is not None and self.first_at <= self.due_at


def recount(tables: Tables) -> dict[str, Counted]:
    """Every figure that the report must carry, by key. Raises KeyError or ValueError for tables that lack what is needed."""
    units = _units(tables)
    return {
        f"{code}/{name}": counted
        for code, level in tables.levels.items()
        for name, counted in _of_area(tables, units, code, level)
    }


def _of_area(tables: Tables, units: Sequence[_Unit], code: str, level: str) -> Iterator[tuple[str, Counted]]:
    here = [unit for unit in units if within(unit.area, code)]
    main = tables.method["forms"]["main"]
    rows = [row for row in tables.rows if row["form_id"] == main and within(row["area_code"], code)]
    yield from _of_units(here, rows)
    yield from _of_openings(here, tables.method["opens_by"])
    yield from _of_rows(rows, len(here))
    yield from _of_values(tables, here, rows)
    if level != "kelurahan":
        yield from _of_age(tables, here)
        yield from _of_incidents(tables, code)


def within(code: str, area: str) -> bool:
    """True when ``code`` is the area or lies in it."""
    return code == area or code.startswith(area + ".")


def seal(ids: Iterable[str]) -> str:
    """The sha256 over ids in order, each on a line of its own."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest()


def _withdrawn(tables: Tables) -> set[str]:
    return {one["submission_id"] for one in tables.files if one["is_withdrawn"] == "1"}


def _units(tables: Tables) -> list[_Unit]:
    main, opens_at = tables.method["forms"]["main"], tables.method["opens_at"]
    units = {
        one["unit_code"]: _Unit(one["unit_code"], one["area_code"], one["due_at"])
        for one in tables.frame
        if one["form_id"] == main
    }
    silenced = _withdrawn(tables)
    for row in tables.rows:
        speaks = row["form_id"] == main and row["bin"] in BINS[:4] and row["submission_id"] not in silenced
        # What came before its period opened counts only once an officer let it pass.
        is_timely = row["received_at"] >= opens_at or row["bin"] == "accepted"
        if speaks and is_timely and row["unit_code"] in units:
            units[row["unit_code"]].rows.append(row)
    return list(units.values())


def _whole(ids: Sequence[str], n: int, total: int, lower: int | None = None) -> Counted:
    return Counted(len(ids), len(ids), n, total, lower=lower, seal=seal(ids))


def _share(ids: Sequence[str], total: int) -> Counted:
    value = Fraction(len(ids), total) if total else None
    return Counted(value, len(ids), total, total, total, seal=seal(ids))


def _of_units(here: Sequence[_Unit], rows: Sequence[Row]) -> Iterator[tuple[str, Counted]]:
    total = len(here)
    reported = [unit for unit in here if unit.first_at is not None]
    timely = [unit.code for unit in reported if unit.is_on_time]
    empty = [unit.code for unit in here if unit.rows and unit.first_at is None]
    absent = [unit.code for unit in here if not unit.rows]
    lists = {
        "tps_expected": [unit.code for unit in here],
        "tps_on_time": timely,
        "tps_late": [unit.code for unit in reported if not unit.is_on_time],
        "tps_not_received": [*empty, *absent],
        "tps_empty": empty,
        "tps_absent": absent,
        "tps_held": [unit.code for unit in here if unit.any_in("held")],
    }
    for name, codes in lists.items():
        yield name, _whole(codes, total, total)
    in_use = sum(unit.any_in("accepted") for unit in here)
    yield "tps_used", Counted(in_use, in_use, total, total, seal=seal(_ids(_used(rows))))
    yield "coverage", _share([unit.code for unit in reported], total)
    yield "timeliness", _share(timely, total)


def _of_openings(here: Sequence[_Unit], opens_by: str) -> Iterator[tuple[str, Counted]]:
    """Each station is in one list; who may be in another one once more is known widens that one's upper bound (P08)."""
    lists: dict[str, list[str]] = {name: [] for name in OPENINGS}
    for unit in here:
        lists[_opening(unit, opens_by)].append(unit.code)
    silent, total = len(lists["unknown"]), len(here)
    unsure = silent + len(lists["untimed"])
    for name, codes in lists.items():
        k, open_ = len(codes), {"unknown": 0, "untimed": silent, "not_yet": silent}.get(name, unsure)
        lower, upper = (None, None) if name == "unknown" else (k, k + open_)
        yield (
            f"opening_{name}",
            Counted(k, k, total - open_, total, lower=lower, upper=upper, seal=seal(codes)),
        )


def _opening(unit: _Unit, opens_by: str) -> str:
    said = [row for row in unit.rows if row["bin"] == "accepted" and row["has_content"] == "1"]
    states = {row["status_tps"] for row in said if row["status_tps"]}
    hours = [row["waktu_buka"] for row in said if row["waktu_buka"]]
    if "belum buka" in states:
        return "not_yet"
    if hours:
        return "on_time" if min(hours) <= opens_by else "late"
    return "untimed" if states & OPENED else "unknown"


def _ids(rows: Iterable[Row]) -> list[str]:
    return [row["row_id"] for row in rows]


def _used(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["bin"] == "accepted" and row["has_content"] == "1"]


def _of_rows(rows: Sequence[Row], total: int) -> Iterator[tuple[str, Counted]]:
    yield "rows_received", _whole(_ids(rows), total, total)
    for bin_ in BINS:
        yield f"rows_{bin_}", _whole(_ids(row for row in rows if row["bin"] == bin_), total, total)
    used = _used(rows)
    yield "rows_used", _whole(_ids(used), total, total)
    unused = [row for row in rows if row["bin"] == "accepted" and row["has_content"] != "1"]
    yield "rows_unused_empty", _whole(_ids(unused), total, total)


def _of_values(tables: Tables, here: Sequence[_Unit], rows: Sequence[Row]) -> Iterator[tuple[str, Counted]]:
    used, total = _used(rows), len(here)
    for name in tables.method["counts"]:
        filled = [row for row in used if row[name] != ""]
        n, whole, ids = len(filled), sum(int(row[name]) for row in filled), _ids(filled)
        yield f"filled_{name}", Counted(n, n, n, total, seal=seal(ids))
        # Nothing known adds up to nothing known, never to zero (P07).
        value = whole if filled else None
        yield f"sum_{name}", Counted(value, whole, n, total, lower=value, seal=seal(ids))
    # A take of voting day leaves the columns of votes out as a whole, and with them what follows from them.
    if not tables.method.get("left_out"):
        yield "turnout", _turnout(used, total, int(tables.method["voters_per_tps_limit"]))
    in_use = sum(unit.any_in("accepted") for unit in here)
    yield from _cells("cells", tables.method["cells"][tables.method["forms"]["main"]], used, in_use, total)


def _turnout(used: Sequence[Row], total: int, limit: int) -> Counted:
    """Users over those who could vote; every unit that is not known hides between none and ``limit`` users of ``limit`` (P08)."""
    known = [row for row in used if all(row[name] != "" for name in TURNOUT)]
    came = sum(int(row[TURNOUT[0]]) for row in known)
    could = sum(int(row[name]) for row in known for name in TURNOUT[1:])
    n, ids = len(known), _ids(known)
    if could == 0:
        return Counted(None, came, n, total, 0, seal=seal(ids))
    hidden = limit * (total - n)
    lower, upper = Fraction(came, could + hidden), Fraction(came + hidden, could + hidden)
    return Counted(Fraction(came, could), came, n, total, could, lower, upper, seal(ids))


def _of_age(tables: Tables, here: Sequence[_Unit]) -> Iterator[tuple[str, Counted]]:
    fresh_since, aged_at = tables.method["fresh_since"], tables.method["aged_at"]
    usable = [
        unit.code
        for unit in here
        if unit.first_at is not None
        and unit.is_on_time
        and unit.first_at >= fresh_since
        and unit.any_in("accepted")
        and not unit.any_in("held")
    ]
    yield "tps_usable", _share(usable, len(here))
    heard = {unit.code: first for unit in here if (first := unit.first_at) is not None}
    for name, of in (("newest", max), ("oldest", min)):
        age = _minutes(of(heard.values()), aged_at) if heard else None
        yield f"data_age_{name}", Counted(age, age or 0, len(heard), len(here), seal=seal(heard))


def _minutes(earlier: str, later: str) -> int:
    span = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return max(span // timedelta(minutes=1), 0)


def _of_incidents(tables: Tables, code: str) -> Iterator[tuple[str, Counted]]:
    form = tables.method["forms"]["incidents"]
    expected = {
        one["unit_code"] for one in tables.frame if one["form_id"] == form and within(one["unit_code"], code)
    }
    heard = _heard(tables, form, expected)
    n, total = len(heard), len(expected)
    rows = [
        row
        for row in tables.rows
        if row["form_id"] == form
        and row["bin"] in ("accepted", "held")
        and within(row["kecamatan_code"], code)
    ]
    for name, some in _kinds(rows).items():
        yield f"incidents_{name}", _whole(_ids(some), n, total, lower=len(some))
    yield "incident_forms", Counted(n, n, n, total, seal=seal(heard))
    fresh = [unit for unit, came in heard.items() if came >= tables.method["fresh_since"]]
    yield "incident_forms_fresh", _whole(fresh, total, total)
    yield "incident_rows_held", _whole(_ids(row for row in rows if row["bin"] == "held"), total, total)
    yield from _cells("incident_cells", tables.method["cells"][form], rows, n, total)


def _heard(tables: Tables, form: str, expected: set[str]) -> dict[str, str]:
    """When each expected unit first sent its incident form, with rows or confirmed to have none."""
    silenced, first = _withdrawn(tables), dict[str, str]()
    for one in sorted(tables.files, key=lambda one: one["received_at"]):
        says = one["is_nil"] == "1" or int(one["row_count"] or 0) > 0
        is_ours = one["form_id"] == form and one["area_code"] in expected
        is_timely = tables.method["opens_at"] <= one["received_at"] <= tables.method["as_of"]
        if says and is_ours and is_timely and one["submission_id"] not in silenced:
            first.setdefault(one["area_code"], one["received_at"])
    return first


def _kinds(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Incidents by what was found out about them; whatever is not settled counts as the graver (P13, P17)."""
    found: dict[str, list[Row]] = {"reported": list(rows)}
    found["verified"] = [row for row in rows if row["status_verifikasi"] == "terverifikasi"]
    found["refuted"] = [row for row in rows if row["status_verifikasi"] == "tidak terbukti"]
    settled = set(_ids([*found["verified"], *found["refuted"]]))
    found["pending"] = [row for row in rows if row["row_id"] not in settled]
    refuted = set(_ids(found["refuted"]))
    found["open_severe"] = [
        row
        for row in rows
        if row["row_id"] not in refuted
        and row["masih_terbuka"] != "tidak"
        and row["tingkat"] not in ("ringan", "sedang")
    ]
    return found


def _cells(
    prefix: str, names: Sequence[str], rows: Iterable[Row], n: int, total: int
) -> Iterator[tuple[str, Counted]]:
    cells: dict[str, int] = dict.fromkeys(STATES, 0)
    holders: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        stated = json.loads(row["states"] or "{}")
        told = [stated.get(name, "NILAI") for name in names]
        for state in dict.fromkeys(told):
            cells[state] += told.count(state)
            holders[state].append(row["row_id"])
    for state, k in cells.items():
        yield f"{prefix}_{state.lower()}", Counted(k, k, n, total, seal=seal(holders[state]))
