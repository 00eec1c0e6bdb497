"""Every figure of a weekly report again, from the tables inside it (P34, P36); written from docs/VERIFY.md.

The unit is a form of a kecamatan. It came when a file for it arrived in time with rows, or saying that there are none. What an
item is now is what was accepted about it last: by week, then by receipt, then by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from jujur.verifier.inside import Row
from jujur.verifier.recount import (
    BINS,
    Counted,
    Tables,
    _cells,
    _ids,
    _minutes,
    _of_incidents,
    _share,
    _whole,
    _withdrawn,
    seal,
    within,
)

STAGES = {
    "stages_not_started": "belum dimulai",
    "stages_on_schedule": "berjalan sesuai jadwal",
    "stages_obstructed": "terhambat",
    "stages_delayed": "tertunda",
    "stages_finished": "selesai",
}
HANDLING = {
    "neutrality_in_review": ("kajian awal", "registrasi", "klarifikasi", "kajian"),
    "neutrality_concluded": ("rekomendasi atau putusan", "diteruskan"),
    "neutrality_stopped": ("dihentikan",),
}
MEETING = ("koordinasi_pihak", "koordinasi_bentuk", "koordinasi_tanggal")


@dataclass(frozen=True, slots=True)
class _Form:
    """An owed form of a kecamatan: when it came first, whether a file says there is nothing, and the rows about it."""

    form_id: str
    place: str
    due_at: str
    first_at: str
    is_nil: bool
    rows: Sequence[Row]

    @property
    def code(self) -> str:
        return f"{self.form_id}/{self.place}"

    def has(self, bin_: str) -> bool:
        return any(row["bin"] == bin_ and row["has_content"] == "1" for row in self.rows)

    @property
    def is_timely(self) -> bool:
        return "" < self.first_at <= self.due_at

    @property
    def is_in_use(self) -> bool:
        return self.first_at != "" and (self.is_nil or self.has("accepted"))


def recount_week(tables: Tables) -> dict[str, Counted]:
    """Every figure of the city and of each kecamatan, by key. Raises KeyError or ValueError for tables that lack something."""
    parts = {name: form_id for name, form_id in tables.method["forms"].items() if name != "incidents"}
    opens_at = tables.method["opens_at"]
    own = [row for row in tables.rows if row["form_id"] in parts.values() and row["period_start"] == opens_at]
    forms = list(_forms(tables, parts.values(), own))
    return {
        f"{code}/{name}": counted
        for code, level in tables.levels.items()
        if level != "kelurahan"
        for name, counted in _of_area(tables, parts, forms, own, code)
    }


def _forms(tables: Tables, form_ids: Iterable[str], own: Sequence[Row]) -> Iterator[_Form]:
    silenced, method = _withdrawn(tables), tables.method
    heard: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for one in tables.files:
        says = one["is_nil"] == "1" or int(one["row_count"] or 0) > 0
        is_timely = method["opens_at"] <= one["received_at"] <= method["as_of"]
        if says and is_timely and one["submission_id"] not in silenced:
            heard[one["form_id"], one["area_code"]].append(one)
    wanted = set(form_ids)
    for owed in tables.frame:
        form_id, place = owed["form_id"], owed["unit_code"]
        if form_id in wanted:
            files = heard[form_id, place]
            yield _Form(
                form_id,
                place,
                owed["due_at"],
                min((one["received_at"] for one in files), default=""),
                any(one["is_nil"] == "1" for one in files),
                [row for row in own if (row["form_id"], row["kecamatan_code"]) == (form_id, place)],
            )


def _of_area(
    tables: Tables, parts: dict[str, str], forms: Sequence[_Form], own: Sequence[Row], code: str
) -> Iterator[tuple[str, Counted]]:
    here = [form for form in forms if within(form.place, code)]
    rows = [row for row in own if within(row["kecamatan_code"], code)]
    yield from _of_forms(tables, here)
    yield from _of_rows(rows, len(here))
    ways: dict[str, tuple[int, int]] = {}
    for name, form_id in parts.items():
        owed = [form for form in here if form.form_id == form_id]
        came = [form.place for form in owed if form.first_at]
        ways[name] = (len(came), len(owed))
        yield f"{name}_forms", Counted(len(came), len(came), len(came), len(owed), seal=seal(came))
    stand = [row for row in rows if row["has_content"] == "1" and row["bin"] in ("accepted", "held")]
    yield from _of_stages([row for row in stand if row["form_id"] == parts["stages"]], *ways["stages"])
    yield from _of_allegations(
        [row for row in stand if row["form_id"] == parts["neutrality"]], *ways["neutrality"]
    )
    yield from _of_items(tables, parts["followups"], code, *ways["followups"])
    yield from _of_cells(tables, rows, here)
    yield from _of_incidents(tables, code)


def _of_forms(tables: Tables, here: Sequence[_Form]) -> Iterator[tuple[str, Counted]]:
    total, fresh_since = len(here), tables.method["fresh_since"]
    kinds: dict[str, Callable[[_Form], bool]] = {
        "expected": lambda form: True,
        "on_time": lambda form: form.is_timely,
        "late": lambda form: form.first_at > form.due_at,
        "not_received": lambda form: not form.first_at,
        "nil": lambda form: form.is_nil,
        "held": lambda form: form.has("held"),
        "used": lambda form: form.is_in_use,
    }
    for name, belongs in kinds.items():
        yield f"forms_{name}", _whole([form.code for form in here if belongs(form)], total, total)
    came = [form for form in here if form.first_at]
    usable = [
        form
        for form in here
        if form.is_timely and form.first_at >= fresh_since and form.is_in_use and not form.has("held")
    ]
    yield "coverage", _share([form.code for form in came], total)
    yield "timeliness", _share([form.code for form in came if form.is_timely], total)
    yield "forms_usable", _share([form.code for form in usable], total)
    for name, of in (("newest", max), ("oldest", min)):
        age = _minutes(of(form.first_at for form in came), tables.method["aged_at"]) if came else None
        yield (
            f"data_age_{name}",
            Counted(age, age or 0, len(came), total, seal=seal(form.code for form in came)),
        )


def _of_rows(rows: Sequence[Row], total: int) -> Iterator[tuple[str, Counted]]:
    accepted = [row for row in rows if row["bin"] == "accepted"]
    yield "rows_received", _whole(_ids(rows), total, total)
    for bin_ in BINS:
        yield f"rows_{bin_}", _whole(_ids(row for row in rows if row["bin"] == bin_), total, total)
    for name, sign in (("used", "1"), ("unused_empty", "0")):
        yield (
            f"rows_{name}",
            _whole(_ids(row for row in accepted if row["has_content"] == sign), total, total),
        )


def _least(rows: Iterable[Row], n: int, total: int) -> Counted:
    ids = _ids(rows)
    return _whole(ids, n, total, lower=len(ids))


def _of_stages(rows: Sequence[Row], n: int, total: int) -> Iterator[tuple[str, Counted]]:
    def meets(row: Row) -> bool:
        return any(row[name] != "" for name in MEETING)

    stages = [row for row in rows if row["tahap"] or row["status_tahap"] or not meets(row)]
    yield "stages_reported", _least(stages, n, total)
    yield "coordination_reported", _least((row for row in rows if meets(row)), n, total)
    for name, state in STAGES.items():
        yield name, _least((row for row in stages if row["status_tahap"] == state), n, total)
    known = set(STAGES.values())
    yield "stages_unstated", _least((row for row in stages if row["status_tahap"] not in known), n, total)


def _of_allegations(rows: Sequence[Row], n: int, total: int) -> Iterator[tuple[str, Counted]]:
    yield "neutrality_reported", _least(rows, n, total)
    for name, states in HANDLING.items():
        yield name, _least((row for row in rows if row["status"] in states), n, total)
    handled = {state for states in HANDLING.values() for state in states}
    yield "neutrality_pending", _least((row for row in rows if row["status"] not in handled), n, total)


def _of_items(tables: Tables, form_id: str, code: str, n: int, total: int) -> Iterator[tuple[str, Counted]]:
    closed, today = set(tables.method["closed"]), tables.method["today"]
    said = [
        row
        for row in tables.rows
        if row["form_id"] == form_id
        and row["bin"] == "accepted"
        and row["has_content"] == "1"
        and row["item"]
        and within(row["kecamatan_code"], code)
    ]
    said.sort(key=lambda row: (row["period_start"], int(row["submission_seq"]), int(row["row_number"])))
    last = {(row["kecamatan_code"], row["item"]): row for row in said}
    lists: dict[str, list[Row]] = {name: [] for name in ("open", "overdue", "closed")}
    for row in last.values():
        is_late = bool(row["batas_waktu"]) and row["batas_waktu"][:10] < today
        lists["closed" if row["status"] in closed else "overdue" if is_late else "open"].append(row)
    yield "followups_reported", _whole(_ids(last.values()), n, total)
    for name, rows in lists.items():
        yield f"followups_{name}", _whole(_ids(rows), n, total)


def _of_cells(tables: Tables, rows: Sequence[Row], here: Sequence[_Form]) -> Iterator[tuple[str, Counted]]:
    """Cells of the rows in use, each form by its own columns, all forms in one figure a state."""
    in_use, sums, holders = (
        sum(form.is_in_use for form in here),
        dict[str, int](),
        defaultdict[str, list[str]](list),
    )
    for row in rows:
        if row["bin"] == "accepted" and row["has_content"] == "1":
            for name, one in _cells("cells", tables.method["cells"][row["form_id"]], [row], 0, 0):
                sums[name] = sums.get(name, 0) + one.k
                holders[name] += [row["row_id"]] if one.k else []
    for name, _ in _cells("cells", (), (), 0, 0):
        k = sums.get(name, 0)
        yield name, Counted(k, k, in_use, len(here), seal=seal(holders[name]))
