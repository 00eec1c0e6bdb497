"""What the templates ask for: selections and orders, fixed here and never editable (P18, P20). No formatting of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest

from jujur.domain.areas import Area
from jujur.domain.figures import GatedStatus
from jujur.domain.reports import (
    Accountable,
    HeldRow,
    Incident,
    IncidentCoverage,
    ReportContent,
    RuleUse,
)
from jujur.rendering.book import Book
from jujur.rendering.charts import COLOURS, INKS
from jujur.rendering.inks import Ink, Spoken
from jujur.rendering.official import Official

TITLES = {
    "harian": "Laporan Harian Hasil Monitoring",
    "mingguan": "Laporan Mingguan Hasil Monitoring",
    "hari_h": "Laporan Hari Pemungutan Suara",
    "akhir": "Laporan Akhir Hasil Monitoring",
}
PREFIXES = {"kecamatan": "Kecamatan ", "kelurahan": "Kelurahan "}
CHILD_HEADINGS = {"kota": "Kecamatan", "kecamatan": "Kelurahan"}
LIGHT = {"ringan", "rendah", "sedang"}
# Examples of held rows in a city's edition. A daily one has room for none: its readers have the kecamatan's, and data.csv.
CITY_HELD_ROWS = 5
# How many severe incidents and silent areas page one tells at full length; more of them appear in short form.
FULL_LENGTH = 5
CLASSES = (
    ("Pemilih terdaftar (DPT)", "sum_pemilih_dpt"),
    ("Pengguna DPT", "sum_pengguna_dpt"),
    ("Pengguna DPTb", "sum_pengguna_dptb"),
    ("Pengguna DPK", "sum_pengguna_dpk"),
    ("Seluruh pengguna hak pilih", "sum_pengguna_total"),
)
BALLOTS = (
    ("Diterima", "sum_surat_suara_diterima"),
    ("Digunakan", "sum_surat_suara_digunakan"),
    ("Rusak, keliru coblos", "sum_surat_suara_rusak"),
    ("Tidak digunakan", "sum_surat_suara_tidak_digunakan"),
)
RESULTS = (
    "sum_pemilih_dpt_j",
    "sum_pengguna_total_j",
    "sum_suara_sah",
    "sum_suara_tidak_sah",
    "sum_suara_total",
)
FLOW = (
    "rows_received",
    "rows_accepted",
    "rows_held",
    "rows_duplicate",
    "rows_superseded",
    "rows_out_of_scope",
    "rows_used",
    "rows_unused_empty",
)
ACTS = (("verify", "Diverifikasi oleh"), ("approve", "Disetujui oleh"))


class View(Official):
    """Selections from the content for the templates."""

    TPS = ("tps_expected", "tps_on_time", "tps_late", "tps_empty", "tps_absent", "tps_used")
    INCIDENTS = (
        "incidents_reported",
        "incidents_verified",
        "incidents_refuted",
        "incidents_pending",
        "incidents_open_severe",
    )
    COLOURS = COLOURS
    INKS = INKS

    def __init__(self, content: ReportContent, book: Book) -> None:
        super().__init__(content, book)
        self.areas = {area.code: area for area in (content.area, *content.children)}
        self.title = TITLES[content.edition.kind]
        self.is_city = content.area.level == "kota"
        self.child_heading = "Kecamatan" if content.week else CHILD_HEADINGS[content.area.level]
        self.rows: Sequence[Area] = (*content.children, content.area)

    def name(self, area: Area) -> str:
        """The full name with its level: "Kecamatan Dempo Selatan"."""
        return PREFIXES.get(area.level, "") + area.name

    @property
    def severe(self) -> tuple[Incident, ...]:
        """All open severe incidents, verified or not, that were not refuted. An unknown severity counts as severe (P18)."""
        found = (
            one
            for one in self._content.incidents
            if one.is_open and one.severity.casefold() not in LIGHT and one.verification != "tidak terbukti"
        )
        return tuple(sorted(found, key=lambda one: (one.kecamatan.code, one.id)))

    @property
    def is_brief(self) -> bool:
        """True when there are so many of them that page one has room for their short form only (P18)."""
        return len(self.severe) + len(self.silent_children) > FULL_LENGTH

    @property
    def results(self) -> tuple[str, ...]:
        """The columns of the results; votes only from the legal hour on (P19)."""
        return RESULTS if self.is_result_time else RESULTS[:2]

    @property
    def is_result_time(self) -> bool:
        """True when the cut-off and the release lie at or after the legal hour (P19)."""
        gate = self._content.results_gate
        return gate is not None and gate.is_open_for(self._content.edition)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """All incidents, severe ones first, then by kecamatan."""
        severe = self.severe
        return severe + tuple(one for one in self._content.incidents if one not in severe)

    @property
    def silent_children(self) -> tuple[Area, ...]:
        """Areas from which not one unit is known (P18)."""
        return tuple(area for area in self._content.children if self._covered(area) == 0)

    @property
    def low_children(self) -> tuple[Area, ...]:
        """Areas below the coverage threshold from which something is known."""
        limit = self._content.coverage_threshold_percent
        return tuple(
            area
            for area in self._content.children
            if self._covered(area)
            and self._covered(area) * 100
            < limit * self._book.figure(area.code, self._content.unit_figure("expected")).k
        )

    def _covered(self, area: Area) -> int:
        return self._book.figure(area.code, "coverage").k

    def has(self, area: Area, name: str) -> bool:
        """True when the count is not zero; for the choice between two sentences."""
        return self._book.figure(area.code, name).k > 0

    @property
    def forms_missing(self) -> tuple[IncidentCoverage, ...]:
        """Kecamatan whose incident form did not come."""
        return tuple(one for one in self._content.incident_coverage if one.state == "belum melapor")

    @property
    def forms_nil(self) -> tuple[IncidentCoverage, ...]:
        """Kecamatan that confirmed to have nothing to report (the only use of "nihil")."""
        return tuple(one for one in self._content.incident_coverage if one.state == "nihil")

    @property
    def held(self) -> tuple[HeldRow, ...]:
        """The held rows that are printed: all in a kecamatan edition; in the city's some of each, daily none."""
        if not self.is_city:
            return self._content.held
        if self._content.edition.kind == "harian":
            return ()
        by_area: dict[str, list[HeldRow]] = defaultdict(list)
        for row in self._content.held:
            by_area[row.kecamatan_code].append(row)
        turns = zip_longest(*(by_area[code] for code in sorted(by_area)))
        chosen = [row for turn in turns for row in turn if row is not None][:CITY_HELD_ROWS]
        return tuple(row for row in self._content.held if row in chosen)

    @property
    def held_unprinted(self) -> Ink | None:
        """How many held rows this paper leaves out."""
        left = len(self._content.held) - len(self.held)
        return self._book.count("held/unprinted", left, "baris ditahan yang tidak dicetak") if left else None

    @property
    def broken_rules(self) -> tuple[RuleUse, ...]:
        """Rules that at least one row broke."""
        return tuple(rule for rule in self._content.rules if rule.rows)

    @property
    def kept_rules(self) -> Ink | None:
        """How many rules no row broke."""
        kept = sum(1 for rule in self._content.rules if not rule.rows)
        return self._book.count("rules/kept", kept, "aturan tanpa pelanggaran") if kept else None

    def rule_rows(self, rule: RuleUse) -> Ink:
        """How many rows broke the rule."""
        return self._book.count(f"rules/{rule.id}/rows", rule.rows, "baris yang melanggar aturan")

    @property
    def unplaced(self) -> tuple[Ink, ...]:
        """Rows that belong to no area of the breakdown, bin by bin; empty when there is none (P01, L32)."""
        left = {name: self._unplaced(name) for name in FLOW}
        found = any(left.values())
        return tuple(
            self._book.count(f"unplaced/{name}", value, "baris tanpa wilayah dikenal")
            for name, value in left.items()
            if found
        )

    def _unplaced(self, name: str) -> int:
        placed = sum(self._book.figure(area.code, name).k for area in self._content.children)
        return self._book.figure(self._content.area.code, name).k - placed

    def form_state(self, area: Area) -> str:
        """What is known of the incident form of a kecamatan."""
        state = next(
            (one.state for one in self._content.incident_coverage if one.kecamatan.code == area.code),
            "belum melapor",
        )
        return "nihil (dinyatakan pengirim)" if state == "nihil" else state

    def is_form_here(self, area: Area) -> bool:
        """False for a kecamatan whose incidents are unknown: its cells carry a mark, not a zero (P07)."""
        return area == self._content.area or self.form_state(area) != "belum melapor"

    def decision(self, act: str) -> Accountable | None:
        """The newest decision of an act; None in the draft."""
        found = [one for one in self._content.decisions if one.decision.act == act]
        return max(found, key=lambda one: one.decision.decided_at) if found else None

    def status_of(self, area: Area) -> GatedStatus | None:
        """The gated status of an area."""
        return next((one for one in self._content.statuses if one.area_code == area.code), None)

    def spoken_flow(self) -> Spoken:
        """The flow of rows in one sentence."""
        code = self._content.area.code
        ink = self._book.fig
        return Spoken(
            (
                *(
                    "Alur baris: diterima ",
                    ink(code, "rows_received"),
                    ", lolos ",
                    ink(code, "rows_accepted"),
                ),
                *(", ditahan ", ink(code, "rows_held"), ", ganda ", ink(code, "rows_duplicate")),
                *(
                    ", digantikan ",
                    ink(code, "rows_superseded"),
                    ", di luar lingkup ",
                    ink(code, "rows_out_of_scope"),
                ),
                *(", dipakai ", ink(code, "rows_used"), ", kosong ", ink(code, "rows_unused_empty"), "."),
            )
        )
