"""The second calculator (P34): every figure again, from plain rows, by whoever distrusts the first.

Written from the definitions (honesty.md, the glossary), not from the first calculator. Standard library only, nothing of this
package: what both used would be wrong in both. The database only hands over rows; which bin holds, what is late, every
count, sum, share, bound and digest is found here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any, NamedTuple

Plain = Mapping[str, Any]
Key = tuple[str, str]
# After every instant that text can name.
_NEVER = "~"


class Recount(NamedTuple):
    """What a figure must be, as far as it is calculated. Names as in ``domain.figures.Figure``."""

    value: int | Fraction | None
    k: int
    n: int
    N: int
    denominator: int | None
    lower: int | Fraction | None
    upper: int | Fraction | None
    rows_digest: str


@dataclass(frozen=True, slots=True)
class PlainForm:
    """One form's rows of a period as they stand in the record, whatever became of them.

    ``rows`` have their stored columns, ``dispositions`` are all that were ever made of them, ``received`` says when a submission
    came that was read; a row of any other is no row that anybody received. ``counts`` are the columns that add up, ``cells``
    those that a team answers for.
    """

    id: str
    rows: Sequence[Plain]
    dispositions: Sequence[Plain]
    received: Mapping[str, str]
    counts: Sequence[str]
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlainPeriod:
    """Everything plain that the record holds about one period. ``areas`` maps code to level; instants are fixed-width text."""

    areas: Mapping[str, str]
    expected: Sequence[Plain]
    readings: Sequence[Plain]
    main: PlainForm
    incidents: PlainForm
    voters_per_unit: int
    as_of: str
    # When the period opened, the moment that ages are counted at, and from when data is fresh (P23, P24).
    opens_at: str
    aged_at: str
    fresh_since: str
    # By when a station is to open, "HH:MM".
    opens_by: str = ""
    # Submissions that an officer withdrew, with the instant of the act (P42).
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    def speaks(self, submission_id: str) -> bool:
        """False for a submission that was withdrawn by the cut-off: what it said was never said."""
        return self.withdrawn.get(submission_id, _NEVER) > self.as_of


def recount(period: PlainPeriod) -> dict[str, Recount]:
    """Every figure of every area, by key."""
    rows = _placed(period.main, period.as_of)
    events = [row for row in _placed(period.incidents, period.as_of) if row["_bin"] in ("accepted", "held")]
    spoken = _units(period, rows)
    found: dict[str, Recount] = {}
    for code, level in period.areas.items():
        here = _Area(
            expected=[unit for unit in spoken if _is_within(unit.area, code)],
            rows=[row for row in rows if _is_within(row["area_code"], code)],
        )
        named = _main(period, here)
        if level != "kelurahan":
            named |= _gate(period, here.expected)
            named |= _events(period, [row for row in events if _is_within(row["kecamatan_code"], code)], code)
        found |= {f"{code}/{name}": figure for name, figure in named.items()}
    return found


@dataclass(slots=True)
class _Unit:
    code: str
    area: str
    due: str
    rows: list[Plain] = field(default_factory=list)

    @property
    def said(self) -> list[Plain]:
        return [row for row in self.rows if row["has_content"]]

    @property
    def fate(self) -> str:
        if not self.rows:
            return "absent"
        if not self.said:
            return "empty"
        return "late" if min(row["_received"] for row in self.said) > self.due else "on_time"

    def has(self, bin_: str) -> bool:
        return any(row["_bin"] == bin_ for row in self.said)


@dataclass(frozen=True, slots=True)
class _Area:
    expected: list[_Unit]
    rows: list[Plain]


def _is_within(code: str, area: str) -> bool:
    return f"{code}.".startswith(f"{area}.")


def _placed(form: PlainForm, as_of: str) -> list[Plain]:
    """The rows that had come by ``as_of``, each with the newest bin that was known then."""
    newest: dict[Key, tuple[int, str]] = {}
    for item in form.dispositions:
        key = (item["submission_id"], item["row_id"])
        if item["decided_at"] <= as_of and (key not in newest or newest[key][0] < item["seq"]):
            newest[key] = (item["seq"], item["bin"])
    return [
        {**row, "_received": came, "_bin": newest.get((row["submission_id"], row["row_id"]), (0, ""))[1]}
        for row in form.rows
        if (came := form.received.get(row["submission_id"], _NEVER)) <= as_of
    ]


def _units(period: PlainPeriod, rows: Iterable[Plain]) -> list[_Unit]:
    units = {
        one["unit_code"]: _Unit(one["unit_code"], one["area_code"], one["due_at"])
        for one in period.expected
        if one["form_id"] == period.main.id
    }
    for row in rows:
        is_heard = row["_received"] >= period.opens_at or row["_bin"] == "accepted"
        is_ours = row["_bin"] not in ("", "out_of_scope") and row["unit_code"] in units
        if is_ours and is_heard and period.speaks(row["submission_id"]):
            units[row["unit_code"]].rows.append(row)
    return list(units.values())


def _sealed(ids: Iterable[str]) -> str:
    whole = sha256()
    for item in sorted(ids):
        whole.update(item.encode())
        whole.update(b"\n")
    return whole.hexdigest()


def _ids(rows: Iterable[Plain]) -> list[str]:
    return [row["row_id"] for row in rows]


def _number(k: int, n: int, total: int, ids: Iterable[str], lower: int | None = None) -> Recount:
    return Recount(k, k, n, total, None, lower, None, _sealed(ids))


def _main(period: PlainPeriod, here: _Area) -> dict[str, Recount]:
    total = len(here.expected)
    used = [row for row in here.rows if row["_bin"] == "accepted" and row["has_content"]]
    found = {name: _number(len(units), total, total, units) for name, units in _unit_counts(here).items()}
    in_use = sum(unit.has("accepted") for unit in here.expected)
    found["tps_used"] = _number(in_use, total, total, _ids(used))
    for name, rows in _row_counts(here.rows, used).items():
        found[name] = _number(len(rows), total, total, _ids(rows))
    for name, fates in (("coverage", ("on_time", "late")), ("timeliness", ("on_time",))):
        units = [unit.code for unit in here.expected if unit.fate in fates]
        share = Fraction(len(units), total) if total else None
        found[name] = Recount(share, len(units), total, total, total, None, None, _sealed(units))
    for name in period.main.counts:
        filled = [row for row in used if row[name] is not None]
        n, whole, seal = len(filled), sum(row[name] for row in filled), _sealed(_ids(filled))
        found[f"filled_{name}"] = Recount(n, n, n, total, None, None, None, seal)
        value = whole if n else None
        found[f"sum_{name}"] = Recount(value, whole, n, total, None, value, None, seal)
    found["turnout"] = _turnout(used, total, period.voters_per_unit)
    found |= _openings(here.expected, period.opens_by)
    return found | _cells("cells", period.main.cells, used, in_use, total)


def _gate(period: PlainPeriod, units: Sequence[_Unit]) -> dict[str, Recount]:
    """What may be concluded from: TPS on time, fresh, counted and with nothing held. How old the data is, in whole minutes."""
    total = len(units)
    heard = {unit.code: min(row["_received"] for row in unit.said) for unit in units if unit.said}
    usable = [
        unit.code
        for unit in units
        if unit.fate == "on_time"
        and heard[unit.code] >= period.fresh_since
        and unit.has("accepted")
        and not unit.has("held")
    ]
    share, seal = (Fraction(len(usable), total) if total else None), _sealed(usable)
    found = {"tps_usable": Recount(share, len(usable), total, total, total, None, None, seal)}
    for name, chosen in (("newest", max), ("oldest", min)):
        age = _minutes(chosen(heard.values()), period.aged_at) if heard else None
        found[f"data_age_{name}"] = Recount(
            age, age or 0, len(heard), total, None, None, None, _sealed(heard)
        )
    return found


def _minutes(earlier: str, later: str) -> int:
    """Whole minutes between two instants, never less than none."""
    span = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return max(0, span // timedelta(minutes=1))


def _unit_counts(here: _Area) -> dict[str, list[str]]:
    fates: dict[str, list[str]] = {name: [] for name in ("on_time", "late", "empty", "absent")}
    for unit in here.expected:
        fates[unit.fate].append(unit.code)
    return {
        "tps_expected": [unit.code for unit in here.expected],
        **{f"tps_{name}": units for name, units in fates.items()},
        "tps_not_received": fates["empty"] + fates["absent"],
        "tps_held": [unit.code for unit in here.expected if unit.has("held")],
    }


def _row_counts(rows: Sequence[Plain], used: Sequence[Plain]) -> dict[str, list[Plain]]:
    bins = ("accepted", "held", "duplicate", "superseded", "out_of_scope")
    return {
        "rows_received": list(rows),
        **{f"rows_{name}": [row for row in rows if row["_bin"] == name] for name in bins},
        "rows_used": list(used),
        "rows_unused_empty": [row for row in rows if row["_bin"] == "accepted" and not row["has_content"]],
    }


def _openings(units: Sequence[_Unit], opens_by: str) -> dict[str, Recount]:
    """Stations by what their counted row says of the opening; of a station without such a row there is no news."""
    kinds: dict[str, list[str]] = {name: [] for name in ("on_time", "late", "untimed", "not_yet", "unknown")}
    for unit in units:
        kinds[_opening(unit, opens_by)].append(unit.code)
    total, silent, untimed = len(units), len(kinds["unknown"]), len(kinds["untimed"])
    # How many others may belong to a kind after all.
    spare = {"on_time": silent + untimed, "late": silent + untimed, "untimed": silent, "not_yet": silent}
    found = {}
    for name, codes in kinds.items():
        k, more = len(codes), spare.get(name)
        low, high = (None, None) if more is None else (k, k + more)
        found[f"opening_{name}"] = Recount(k, k, total - (more or 0), total, None, low, high, _sealed(codes))
    return found


def _opening(unit: _Unit, opens_by: str) -> str:
    for row in unit.said:
        if row["_bin"] != "accepted":
            continue
        if row["status_tps"] == "belum buka":
            return "not_yet"
        if row["waktu_buka"]:
            return "late" if row["waktu_buka"] > opens_by else "on_time"
        if row["status_tps"] in ("buka", "tutup", "selesai hitung"):
            return "untimed"
    return "unknown"


def _turnout(used: Iterable[Plain], total: int, most: int) -> Recount:
    """Users over DPT and the users of DPTb and DPK, where all four are known; a missing TPS hides at most ``most`` voters."""
    parts = ("pengguna_total_j", "pemilih_dpt_j", "pengguna_dptb_j", "pengguna_dpk_j")
    known = [row for row in used if not any(row[name] is None for name in parts)]
    came = sum(row[parts[0]] for row in known)
    could = sum(row[name] for row in known for name in parts[1:])
    bounds: tuple[Fraction | None, ...] = (None, None, None)
    if could:
        hidden = most * (total - len(known))
        bounds = (
            Fraction(came, could),
            Fraction(came, could + hidden),
            Fraction(came + hidden, could + hidden),
        )
    return Recount(bounds[0], came, len(known), total, could, bounds[1], bounds[2], _sealed(_ids(known)))


def _events(period: PlainPeriod, rows: Sequence[Plain], code: str) -> dict[str, Recount]:
    form = period.incidents.id
    expected = {
        one["unit_code"]
        for one in period.expected
        if one["form_id"] == form and _is_within(one["unit_code"], code)
    }
    first: dict[str, str] = {}
    for one in period.readings:
        came = one["received_at"]
        is_timely = period.opens_at <= came <= period.as_of and period.speaks(one["submission_id"])
        is_said = one["form_id"] == form and bool(one["is_nil"] or one["row_count"])
        if is_said and is_timely and one["area_code"] in expected:
            first[one["area_code"]] = min(came, first.get(one["area_code"], came))
    heard = list(first)
    n, total = len(heard), len(expected)
    kinds: dict[str, list[Plain]] = {"verified": [], "refuted": [], "pending": []}
    for row in rows:
        said = {"terverifikasi": "verified", "tidak terbukti": "refuted"}
        kinds[said.get(row["status_verifikasi"], "pending")].append(row)
    grave = [
        row
        for row in rows
        if row["status_verifikasi"] != "tidak terbukti"
        and row["masih_terbuka"] != "tidak"
        and row["tingkat"] != "ringan"
        and row["tingkat"] != "sedang"
    ]
    found = {
        f"incidents_{name}": _number(len(some), n, total, _ids(some), lower=len(some))
        for name, some in {"reported": rows, **kinds, "open_severe": grave}.items()
    }
    found["incident_forms"] = _number(n, n, total, heard)
    fresh = [unit for unit, came in first.items() if came >= period.fresh_since]
    found["incident_forms_fresh"] = _number(len(fresh), total, total, fresh)
    held = [row for row in rows if row["_bin"] == "held"]
    found["incident_rows_held"] = _number(len(held), total, total, _ids(held))
    return found | _cells("incident_cells", period.incidents.cells, rows, n, total)


def _cells(
    prefix: str, names: Sequence[str], rows: Iterable[Plain], n: int, total: int
) -> dict[str, Recount]:
    """Cells by state, and the rows that have such a cell (P07). A cell without a stated state holds a value."""
    states = ("NILAI", "TIDAK_DIISI", "TIDAK_BERLAKU", "TIDAK_DAPAT_DIAKSES", "TIDAK_TAHU", "DITAHAN")
    cells = dict.fromkeys((*states, "DIRAHASIAKAN"), 0)
    holders: dict[str, list[str]] = {state: [] for state in cells}
    for row in rows:
        stated = json.loads(row["states"])
        said = [stated.get(name, "NILAI") for name in names]
        for state in set(said):
            cells[state] += said.count(state)
            holders[state].append(row["row_id"])
    return {
        f"{prefix}_{state.lower()}": Recount(k, k, n, total, None, None, None, _sealed(holders[state]))
        for state, k in cells.items()
    }
