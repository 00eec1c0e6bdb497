"""The second calculator for a week (P34): from plain rows and the definitions, sharing nothing with ``figures.weekly``.

A form of a kecamatan has come when a file for it arrived in time that has rows or says that there is nothing. Each stage, each
allegation and each item is in exactly one state; what became of an item is what was said last and accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jujur.figures.second import (
    Plain,
    PlainForm,
    PlainPeriod,
    Recount,
    _cells,
    _events,
    _ids,
    _is_within,
    _minutes,
    _number,
    _placed,
    _sealed,
)

_STATED = ("belum dimulai", "berjalan sesuai jadwal", "terhambat", "tertunda", "selesai")
_STAGES = ("not_started", "on_schedule", "obstructed", "delayed", "finished")


@dataclass(frozen=True, slots=True)
class PlainWeek:
    """Everything plain about one week. ``period.incidents`` is its incident form; ``period.main`` is not looked at.

    ``followups`` holds the rows of all periods up to this one, not of this one alone; ``order`` says in which order files came.
    An item is overdue when its due date lies before ``today`` (ISO date, WIB).
    """

    period: PlainPeriod
    stages: PlainForm
    neutrality: PlainForm
    followups: PlainForm
    order: Mapping[str, int]
    closed: frozenset[str]
    today: str


def recount_week(week: PlainWeek) -> dict[str, Recount]:
    """Every figure of the city and of each kecamatan, by key."""
    period = week.period
    parts = {"stages": week.stages, "neutrality": week.neutrality, "followups": week.followups}
    placed = {name: _placed(form, period.as_of) for name, form in parts.items()}
    own = {
        name: [row for row in rows if row["period_start"] == period.opens_at] for name, rows in placed.items()
    }
    came = {name: _first_receipts(period, form.id) for name, form in parts.items()}
    events = [row for row in _placed(period.incidents, period.as_of) if row["_bin"] in ("accepted", "held")]
    found: dict[str, Recount] = {}
    for code, level in period.areas.items():
        if level == "kelurahan":
            continue
        rows = {
            name: [row for row in some if _is_within(row["kecamatan_code"], code)]
            for name, some in own.items()
        }
        units = [
            _Unit(
                form.id,
                place,
                due,
                came[name].get(place),
                [row for row in rows[name] if row["kecamatan_code"] == place],
            )
            for name, form in parts.items()
            for place, due in _expected(period, form.id, code)
        ]
        named = _coverage(period, units) | _row_counts(
            [row for some in rows.values() for row in some], len(units)
        )
        for name, form in parts.items():
            places = [place for place, _ in _expected(period, form.id, code)]
            heard = [place for place in places if place in came[name]]
            named[f"{name}_forms"] = _number(len(heard), len(heard), len(places), heard)
        ways = {name: (named[f"{name}_forms"].n, named[f"{name}_forms"].N) for name in parts}
        named |= _stages([row for row in rows["stages"] if _stands(row)], *ways["stages"])
        named |= _neutrality([row for row in rows["neutrality"] if _stands(row)], *ways["neutrality"])
        items = [row for row in placed["followups"] if _is_within(row["kecamatan_code"], code)]
        named |= _items(week, items, *ways["followups"])
        named |= _all_cells(parts, rows, units)
        named |= _events(period, [row for row in events if _is_within(row["kecamatan_code"], code)], code)
        found |= {f"{code}/{name}": figure for name, figure in named.items()}
    return found


@dataclass(frozen=True, slots=True)
class _Unit:
    form: str
    place: str
    due: str
    came: tuple[str, bool] | None
    rows: Sequence[Plain]

    @property
    def name(self) -> str:
        return f"{self.form}/{self.place}"

    @property
    def at(self) -> str | None:
        return self.came[0] if self.came else None

    @property
    def is_nil(self) -> bool:
        return self.came is not None and self.came[1]

    def has(self, bin_: str) -> bool:
        return any(row["_bin"] == bin_ and row["has_content"] for row in self.rows)

    @property
    def counts(self) -> bool:
        return self.came is not None and (self.is_nil or self.has("accepted"))


def _stands(row: Plain) -> bool:
    return bool(row["has_content"]) and row["_bin"] in ("accepted", "held")


def _expected(period: PlainPeriod, form: str, code: str) -> list[tuple[str, str]]:
    return [
        (one["unit_code"], one["due_at"])
        for one in period.expected
        if one["form_id"] == form and _is_within(one["unit_code"], code)
    ]


def _first_receipts(period: PlainPeriod, form: str) -> dict[str, tuple[str, bool]]:
    """When each kecamatan first sent a form, and whether any of its files says that there is nothing to tell."""
    first: dict[str, tuple[str, bool]] = {}
    for one in period.readings:
        at, place = one["received_at"], one["area_code"]
        is_said = one["form_id"] == form and (one["is_nil"] or one["row_count"])
        if is_said and period.opens_at <= at <= period.as_of and period.speaks(one["submission_id"]):
            known = first.get(place, (at, False))
            first[place] = (min(at, known[0]), known[1] or bool(one["is_nil"]))
    return first


def _coverage(period: PlainPeriod, units: Sequence[_Unit]) -> dict[str, Recount]:
    total = len(units)
    heard = {unit.name: unit.at for unit in units if unit.at is not None}
    timely = [unit.name for unit in units if unit.at is not None and unit.at <= unit.due]
    lists = {
        "expected": [unit.name for unit in units],
        "on_time": timely,
        "late": [name for name in heard if name not in timely],
        "not_received": [unit.name for unit in units if unit.at is None],
        "nil": [unit.name for unit in units if unit.is_nil],
        "held": [unit.name for unit in units if unit.has("held")],
        "used": [unit.name for unit in units if unit.counts],
    }
    found = {f"forms_{name}": _number(len(ids), total, total, ids) for name, ids in lists.items()}
    usable = [
        unit.name
        for unit in units
        if unit.name in timely
        and unit.at
        and unit.at >= period.fresh_since
        and unit.counts
        and not unit.has("held")
    ]
    for name, ids in (("coverage", list(heard)), ("timeliness", timely), ("forms_usable", usable)):
        share = Fraction(len(ids), total) if total else None
        found[name] = Recount(share, len(ids), total, total, total, None, None, _sealed(ids))
    for name, chosen in (("newest", max), ("oldest", min)):
        age = _minutes(chosen(heard.values()), period.aged_at) if heard else None
        found[f"data_age_{name}"] = Recount(
            age, age or 0, len(heard), total, None, None, None, _sealed(heard)
        )
    return found


def _row_counts(rows: Sequence[Plain], total: int) -> dict[str, Recount]:
    accepted = [row for row in rows if row["_bin"] == "accepted"]
    lists = {
        "received": rows,
        **{
            name: [row for row in rows if row["_bin"] == name]
            for name in ("accepted", "held", "duplicate", "superseded", "out_of_scope")
        },
        "used": [row for row in accepted if row["has_content"]],
        "unused_empty": [row for row in accepted if not row["has_content"]],
    }
    return {f"rows_{name}": _number(len(some), total, total, _ids(some)) for name, some in lists.items()}


def _at_least(groups: Mapping[str, Sequence[Plain]], n: int, total: int) -> dict[str, Recount]:
    return {name: _number(len(rows), n, total, _ids(rows), lower=len(rows)) for name, rows in groups.items()}


def _stages(rows: Sequence[Plain], n: int, total: int) -> dict[str, Recount]:
    spoke = [
        row
        for row in rows
        if any(row[f"koordinasi_{name}"] is not None for name in ("pihak", "bentuk", "tanggal"))
    ]
    stages = [
        row for row in rows if row["tahap"] is not None or row["status_tahap"] is not None or row not in spoke
    ]
    groups = {"stages_reported": stages, "coordination_reported": spoke}
    for stated, name in zip(_STATED, _STAGES, strict=True):
        groups[f"stages_{name}"] = [row for row in stages if row["status_tahap"] == stated]
    groups["stages_unstated"] = [row for row in stages if row["status_tahap"] not in _STATED]
    return _at_least(groups, n, total)


def _neutrality(rows: Sequence[Plain], n: int, total: int) -> dict[str, Recount]:
    review = ("kajian awal", "registrasi", "klarifikasi", "kajian")
    groups = {
        "in_review": [row for row in rows if row["status"] in review],
        "concluded": [row for row in rows if row["status"] in ("rekomendasi atau putusan", "diteruskan")],
        "stopped": [row for row in rows if row["status"] == "dihentikan"],
    }
    settled = {id(row) for some in groups.values() for row in some}
    groups["pending"] = [row for row in rows if id(row) not in settled]
    groups["reported"] = list(rows)
    return _at_least({f"neutrality_{name}": some for name, some in groups.items()}, n, total)


def _items(week: PlainWeek, rows: Iterable[Plain], n: int, total: int) -> dict[str, Recount]:
    """Each item by what was accepted last: by period, then by the order of receipt, then by row."""
    said: dict[tuple[str, str], tuple[tuple[str, int, int], Plain]] = {}
    for row in rows:
        if row["_bin"] != "accepted" or not row["has_content"] or not row["item_code"]:
            continue
        item = (row["kecamatan_code"], row["item_code"])
        when = (row["period_start"], week.order[row["submission_id"]], row["row_number"])
        if item not in said or said[item][0] < when:
            said[item] = (when, row)
    last = [row for _, row in said.values()]
    closed = [row for row in last if row["status"] in week.closed]
    rest = [row for row in last if row["status"] not in week.closed]
    late = [row for row in rest if row["batas_waktu"] and row["batas_waktu"][:10] < week.today]
    groups = {
        "reported": last,
        "closed": closed,
        "overdue": late,
        "open": [row for row in rest if not (row["batas_waktu"] and row["batas_waktu"][:10] < week.today)],
    }
    return {f"followups_{name}": _number(len(some), n, total, _ids(some)) for name, some in groups.items()}


def _all_cells(
    parts: Mapping[str, PlainForm], rows: Mapping[str, Sequence[Plain]], units: Sequence[_Unit]
) -> dict[str, Recount]:
    """Cells of the rows in use by state, over the three forms; ids of all of them are sealed together."""
    in_use, total = sum(unit.counts for unit in units), len(units)
    used = [
        (form.cells, row)
        for name, form in parts.items()
        for row in rows[name]
        if row["_bin"] == "accepted" and row["has_content"]
    ]
    sums: dict[str, int] = {}
    holders: dict[str, list[str]] = {}
    for names, row in used:
        for state, figure in _cells("cells", names, [row], 0, 0).items():
            sums[state] = sums.get(state, 0) + figure.k
            holders.setdefault(state, []).extend([row["row_id"]] if figure.k else [])
    blank = _cells("cells", (), (), in_use, total)
    return {
        state: Recount(
            k := sums.get(state, 0), k, in_use, total, None, None, None, _sealed(holders.get(state, []))
        )
        for state in blank
    }
