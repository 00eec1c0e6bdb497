"""What the record knew of a week, and in which one state each form, stage, allegation and item is (P07, P13, P17).

The unit is one form of one kecamatan, named "form/kecamatan".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.figures.tallies import AsKnown, Known, inside

STAGES, NEUTRALITY, FOLLOWUPS = "stages", "neutrality", "followups"
PARTS = (STAGES, NEUTRALITY, FOLLOWUPS)
FORM_LABELS = {
    STAGES: "Kecamatan yang mengirim formulir tahapan",
    NEUTRALITY: "Kecamatan yang mengirim formulir netralitas",
    FOLLOWUPS: "Kecamatan yang mengirim formulir tindak lanjut",
}
UNIT_LABELS = {
    "forms_expected": "Formulir wajib lapor",
    "forms_on_time": "Formulir masuk tepat waktu",
    "forms_late": "Formulir masuk terlambat",
    "forms_not_received": "Formulir belum masuk",
    "forms_nil": "Formulir dinyatakan nihil oleh pengirim",
    "forms_held": "Formulir dengan baris ditahan",
    "forms_used": "Formulir yang isinya dipakai",
}
SHARES = (
    ("coverage", "Cakupan", ""),
    ("timeliness", "Ketepatan waktu", ""),
    ("forms_usable", "Formulir tepat waktu, segar, dan lolos pemeriksaan", "formulir"),
)
# Every stage is in one state; what the form does not offer, or was left blank, is "unstated" and never a good one (P07, P13).
STAGE_STATES = {
    "belum dimulai": "stages_not_started",
    "berjalan sesuai jadwal": "stages_on_schedule",
    "terhambat": "stages_obstructed",
    "tertunda": "stages_delayed",
    "selesai": "stages_finished",
}
STAGE_LABELS = {
    "stages_reported": "Tahap dilaporkan",
    "stages_not_started": "Tahap belum dimulai",
    "stages_on_schedule": "Tahap berjalan sesuai jadwal",
    "stages_obstructed": "Tahap terhambat",
    "stages_delayed": "Tahap tertunda",
    "stages_finished": "Tahap selesai",
    "stages_unstated": "Tahap tanpa keadaan",
}
# The desk records and passes on; how far the supervisor's handling has come is all that is told apart (P17).
NEUTRALITY_STATES = {
    **dict.fromkeys(("kajian awal", "registrasi", "klarifikasi", "kajian"), "neutrality_in_review"),
    **dict.fromkeys(("rekomendasi atau putusan", "diteruskan"), "neutrality_concluded"),
    "dihentikan": "neutrality_stopped",
}
NEUTRALITY_LABELS = {
    "neutrality_reported": "Dugaan pelanggaran netralitas dilaporkan",
    "neutrality_pending": "Dugaan belum diperiksa",
    "neutrality_in_review": "Dugaan dalam pemeriksaan pengawas",
    "neutrality_concluded": "Dugaan direkomendasikan, diputus, atau diteruskan",
    "neutrality_stopped": "Dugaan dihentikan pengawas",
}
FOLLOWUP_LABELS = {
    "followups_reported": "Butir tindak lanjut yang pernah dilaporkan",
    "followups_open": "Butir terbuka",
    "followups_overdue": "Butir lewat waktu",
    "followups_closed": "Butir ditutup",
}


@dataclass(frozen=True, slots=True)
class WeekUnit:
    """One form of one kecamatan, with the bins of the rows that came for it."""

    id: str
    kecamatan: str
    due_at: str
    received_at: str | None
    is_nil: bool
    bins: frozenset[str]

    @property
    def is_on_time(self) -> bool:
        """True until the due instant, itself included (P09)."""
        return self.received_at is not None and self.received_at <= self.due_at

    @property
    def is_used(self) -> bool:
        """True for a form that says there is nothing, or that has a row which passed."""
        return self.received_at is not None and (self.is_nil or Bin.ACCEPTED.value in self.bins)

    @property
    def is_held(self) -> bool:
        """True while at least one of its rows is held."""
        return Bin.HELD.value in self.bins


@dataclass(frozen=True, slots=True)
class WeekKnown:
    """Everything the record knew at one instant about one week, as rows of the queries in ``sql/``.

    ``units`` and ``rows`` are keyed by PARTS. ``items`` are all rows of the follow-up form ever, oldest first, since an item is
    carried until it is closed. ``closed`` are the states that close one; before ``today`` (ISO date, WIB) a due date has passed.
    ``incidents`` holds the incident form of the week, which may not be asked for.
    """

    units: Mapping[str, Sequence[Known]]
    rows: Mapping[str, Sequence[Known]]
    stages: Sequence[Known]
    allegations: Sequence[Known]
    items: Sequence[Known]
    incidents: AsKnown
    opens_at: str
    fresh_since: str
    today: str
    closed: frozenset[str]

    def units_of(self, forms: Mapping[str, Form]) -> list[WeekUnit]:
        """Every owed form of every kecamatan; ``forms`` are keyed by PARTS."""
        return [unit for part in PARTS for unit in _units(self, part, forms[part].id)]


_UNITS: dict[str, Callable[[WeekUnit], bool]] = {
    "forms_expected": lambda unit: True,
    "forms_on_time": lambda unit: unit.is_on_time,
    "forms_late": lambda unit: unit.received_at is not None and not unit.is_on_time,
    "forms_not_received": lambda unit: unit.received_at is None,
    "forms_nil": lambda unit: unit.received_at is not None and unit.is_nil,
    "forms_held": lambda unit: unit.is_held,
    "forms_used": lambda unit: unit.is_used,
}


def _units(known: WeekKnown, part: str, form_id: str) -> Iterator[WeekUnit]:
    bins: dict[str, set[str]] = {}
    for row in known.rows[part]:
        if row["has_content"]:
            bins.setdefault(row["kecamatan_code"], set()).add(row["bin"])
    for row in known.units[part]:
        code = row["unit_code"]
        yield WeekUnit(
            f"{form_id}/{code}",
            code,
            row["due_at"],
            row["received_at"],
            bool(row["has_nil"]),
            frozenset(bins.get(code, ())),
        )


def units_by_figure(here: Sequence[WeekUnit], fresh_since: str) -> dict[str, list[WeekUnit]]:
    """The units that each figure about forms counts, by its name."""
    heard = [unit for unit in here if unit.received_at is not None]
    return {
        **{name: [unit for unit in here if belongs(unit)] for name, belongs in _UNITS.items()},
        "coverage": heard,
        "timeliness": [unit for unit in heard if unit.is_on_time],
        "forms_usable": [unit for unit in heard if _is_usable(unit, fresh_since)],
        "data_age_newest": heard,
        "data_age_oldest": heard,
    }


def _is_usable(unit: WeekUnit, fresh_since: str) -> bool:
    """On time, no older than the limit, with something that counts and nothing held (P12, P13, P23)."""
    received = unit.received_at
    is_fresh = received is not None and received >= fresh_since
    return is_fresh and unit.is_on_time and unit.is_used and not unit.is_held


def is_coordination(row: Known) -> bool:
    """True for a row that tells of coordination."""
    names = ("koordinasi_pihak", "koordinasi_bentuk", "koordinasi_tanggal")
    return any(row[name] is not None for name in names)


def is_stage(row: Known) -> bool:
    """True for a row about a stage, and for one that is about nothing else: it is not lost (P01)."""
    return row["tahap"] is not None or row["status_tahap"] is not None or not is_coordination(row)


def stage_state(row: Known) -> str:
    """The name of the figure that counts a stage by its state."""
    return STAGE_STATES.get(row["status_tahap"] or "", "stages_unstated")


def states_of_stages(rows: Iterable[Known]) -> dict[str, list[str]]:
    """Row ids by the name of the figure that counts them."""
    lists: dict[str, list[str]] = {name: [] for name in STAGE_LABELS}
    for row in rows:
        if is_stage(row):
            lists["stages_reported"].append(row["row_id"])
            lists[stage_state(row)].append(row["row_id"])
    return lists


def states_of_allegations(rows: Iterable[Known]) -> dict[str, list[str]]:
    """Row ids by the name of the figure that counts them; what nobody said is as yet unexamined (P13, P17)."""
    lists: dict[str, list[str]] = {name: [] for name in NEUTRALITY_LABELS}
    for row in rows:
        lists["neutrality_reported"].append(row["row_id"])
        lists[NEUTRALITY_STATES.get(row["status"] or "", "neutrality_pending")].append(row["row_id"])
    return lists


def states_of_items(known: WeekKnown, area_code: str) -> dict[str, list[str]]:
    """The rows that say last what became of each item, by the name of the figure that counts them.

    An item that no later report names stays as it was: silence closes nothing, and neither does a row that was held.
    """
    newest: dict[tuple[str, str], Known] = {}
    for row in known.items:
        is_said = row["bin"] == Bin.ACCEPTED.value and row["has_content"] and row["item_code"]
        if is_said and inside(row["kecamatan_code"], area_code):
            newest[row["kecamatan_code"], row["item_code"]] = row
    lists: dict[str, list[str]] = {name: [] for name in FOLLOWUP_LABELS}
    for row in newest.values():
        due = (row["batas_waktu"] or "")[:10]
        state = "open" if not due or due >= known.today else "overdue"
        lists["followups_reported"].append(row["row_id"])
        lists[f"followups_{'closed' if row['status'] in known.closed else state}"].append(row["row_id"])
    return lists


def rows_in_use(known: WeekKnown, area_code: str) -> Iterator[tuple[str, Known]]:
    """Part and row of every accepted row of this week with content, with the states of its cells."""
    items = [row for row in known.items if row["has_content"] and row["period_start"] == known.opens_at]
    for part, rows in ((STAGES, known.stages), (NEUTRALITY, known.allegations), (FOLLOWUPS, items)):
        for row in rows:
            if row["bin"] == Bin.ACCEPTED.value and inside(row["kecamatan_code"], area_code):
                yield part, row
