"""What one edition has to say, as values: the only thing that rendering and auditing are handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jujur.domain.acts import OfficerAct
from jujur.domain.annexes import Contact, EditionLine, OpeningGap, UnitLine
from jujur.domain.areas import Area
from jujur.domain.boundaries import Boundary
from jujur.domain.claims import Claim
from jujur.domain.editions import Edition, HumanDecision
from jujur.domain.enclosures import Enclosure
from jujur.domain.figures import Figure, GatedStatus
from jujur.domain.flags import Flag, SpotCheck
from jujur.domain.frames import FrameCoverage, FrameTerms
from jujur.domain.gates import GateRule, ResultsGate
from jujur.domain.official import OfficialFigure
from jujur.domain.polls import PollHours
from jujur.domain.properties import PropertyResult
from jujur.domain.recommendations import Recommendation
from jujur.domain.timestamps import TimestampState
from jujur.domain.vintages import Break, Change, Comparison, Predecessor, RevisionRecord
from jujur.domain.weeks import FORM_PREFIX, FORM_UNIT, TPS_PREFIX, TPS_UNIT, Week


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Names and address of the desk, from its configuration."""

    government: str
    desk: str
    address: str
    election: str
    emblem_svg: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that was kept out, with every reason. ``unit_label`` e.g. "TPS 012 Sukorejo"."""

    row_id: str
    kecamatan_code: str
    kelurahan_code: str | None
    unit_label: str
    file_sha256: str
    sheet: str
    row_number: int
    rule_ids: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SilentArea:
    """The units of one kelurahan (or a whole kecamatan) about which nothing is known, and who was to report them.

    ``empty_units`` are those whose row came without a single value; ``absent_units`` those for which no row came at all.
    """

    area: Area
    kecamatan: Area
    form_id: str
    expected: int
    empty_units: tuple[str, ...]
    absent_units: tuple[str, ...]
    contact_role: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A reported incident. ``verification`` is one of dilaporkan, terverifikasi, tidak terbukti, menunggu (P17)."""

    id: str
    kecamatan: Area
    place: str
    happened_at: datetime | None
    category: str
    severity: str
    how_known: str
    verification: str
    description: str
    follow_up: str
    is_open: bool
    row_id: str


@dataclass(frozen=True, slots=True)
class IncidentCoverage:
    """Whether the incident form of one kecamatan came: "melapor", "nihil" (confirmed by the sender) or "belum melapor"."""

    kecamatan: Area
    state: str
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A received file that the edition knows of. No name as sent: it may carry a person's name (P43)."""

    submission_id: str
    sha256: str
    team: str
    kecamatan_code: str
    form_id: str
    received_at: datetime
    timeliness: str
    rows: int
    bins: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ClockShift:
    """One shift of the desk's clock. Exists in demonstrations only."""

    made_at_real: datetime
    desk_time: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Accountable:
    """A decision as it is printed: the office, not the person."""

    office: str
    decision: HumanDecision


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule that was applied, and how often it was broken among the rows of this edition."""

    id: str
    severity: str
    statement: str
    rows: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One item of the follow-up form as it was last accepted. ``state`` is terbuka, lewat waktu or ditutup.

    ``due_at`` is the midnight (WIB) that begins its due day; ``said_at`` the start of the period it was last reported for.
    An item that a later report left out stays as it was: silence closes nothing.
    """

    kecamatan: Area
    code: str
    task: str
    office: str
    due_at: datetime | None
    state: str
    said_at: datetime

    @property
    def id(self) -> str:
        """Unique within one edition."""
        return f"{self.kecamatan.code}/{self.code}"


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything that one edition prints. ``figures`` is keyed by ``area code/name``.

    ``children`` are the areas of the breakdown, always all of them (P02): the kecamatan of a city, the kelurahan of a
    kecamatan. ``statuses`` holds the edition's own area first;
    ``city`` is the desk's own city, which every edition may name. ``decisions`` is empty in the draft that officers judge.
    """

    edition: Edition
    area: Area
    children: tuple[Area, ...]
    letterhead: Letterhead
    status_label: str
    is_demonstration: bool
    due_at: datetime
    figures: Mapping[str, Figure]
    statuses: tuple[GatedStatus, ...]
    held: tuple[HeldRow, ...]
    silent: tuple[SilentArea, ...]
    incidents: tuple[Incident, ...]
    incident_coverage: tuple[IncidentCoverage, ...]
    sources: tuple[SourceFile, ...]
    rules: tuple[RuleUse, ...]
    decisions: tuple[Accountable, ...]
    manual_actions: int
    clock_shifts: tuple[ClockShift, ...]
    coverage_threshold_percent: int
    small_denominator: int
    voters_per_tps_limit: int
    source_note: str
    city: Area | None = None
    # What was decided by hand, and earlier refusals of this slot (P38, P42).
    acts: tuple[OfficerAct, ...] = ()
    refusals: tuple[Accountable, ...] = ()
    # Every version of the frame and its terms known at the cut-off; more than one is a printed change (P03).
    frame_versions: tuple[FrameTerms, ...] = ()
    # Coverage by the first version and by the one in force; the same one twice is given once.
    frame_coverage: tuple[FrameCoverage, ...] = ()
    # Against the revision before, against the slot before, and how far first issues lay from later ones (P21, P22, P25, P28).
    replaces: Predecessor | None = None
    changes: tuple[Change, ...] = ()
    is_substantial: bool = False
    comparisons: tuple[Comparison, ...] = ()
    breaks: tuple[Break, ...] = ()
    history: tuple[RevisionRecord, ...] = ()
    # How long after the planned release the second officer agreed to a first issue; None before, or when in time (P29).
    released_late_by: timedelta | None = None
    # Marks and spot checks (P44, P45).
    flags: tuple[Flag, ...] = ()
    spot_checks: tuple[SpotCheck, ...] = ()
    # The timestamp of the printed ledger head; None prints "belum bercap waktu" (P37).
    timestamp: TimestampState | None = None
    # Controlled sentences (P12, P14) and the legal hour (P19; without one no result is printed).
    claims: tuple[Claim, ...] = ()
    results_gate: ResultsGate | None = None
    # The rule that the statuses follow from, as frozen with the frame (P12, L49).
    gate_rule: GateRule | None = None
    # How old data may be to count as fresh (P23).
    data_age_limit_hours: int = 0
    # Borders of ``children`` for the map; one that is missing makes it a grid of tiles.
    boundaries: tuple[Boundary, ...] = ()
    # Files that travel inside the report, by name; rendering adds figures.json and content.json (P36).
    enclosures: tuple[Enclosure, ...] = ()
    # The promises P01–P48 as this very edition keeps them, all of them and in order (P48).
    properties: tuple[PropertyResult, ...] = ()
    # Which of how many takes of its voting day a bulletin is; zeros for every other kind.
    take: int = 0
    takes: int = 0
    # Every follow-up item ever accepted, by kecamatan and code: none may vanish.
    followups: tuple[FollowUp, ...] = ()
    # What only a weekly report holds; None for every other kind.
    week: Week | None = None
    # By when stations are to open and when voting ends; None only for content older than the hours (P12, P22).
    polls: PollHours | None = None
    # Of which stations there is no news about their opening; kept for voting day and the final report only (P10).
    opening_gaps: tuple[OpeningGap, ...] = ()
    # Annexes of the final report: every station, whom to ask, and every earlier edition about the same area and time.
    units: tuple[UnitLine, ...] = ()
    contacts: tuple[Contact, ...] = ()
    vintages: tuple[EditionLine, ...] = ()
    # Published figures of KPU or Bawaslu beside ours, and what the rules recommend; None for other kinds, and for final reports
    # older than both.
    official: tuple[OfficialFigure, ...] | None = None
    recommendations: tuple[Recommendation, ...] | None = None
    # Columns whose values and sums stay at the desk (P43).
    withheld: tuple[str, ...] = ()

    @property
    def unit_word(self) -> str:
        """What the report counts as having reported: a TPS, or in a weekly one form of one kecamatan."""
        return TPS_UNIT if self.week is None else FORM_UNIT

    def unit_figure(self, name: str) -> str:
        """The name of a figure about those units: "expected" is "tps_expected", in a weekly "forms_expected"."""
        return f"{TPS_PREFIX if self.week is None else FORM_PREFIX}_{name}"
