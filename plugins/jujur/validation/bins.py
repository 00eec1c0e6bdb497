"""Which bin a row belongs to, looking only at what else was said about the same unit (P01, P11, V29)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from jujur.domain.findings import Bin
from jujur.domain.submissions import KnownRow, PlacedRow, Subject, subject_of
from jujur.validation.versions import Version, ancestors, known_version

RowKey = tuple[str, str]

CONFLICT = (
    "V29: isi lain untuk unit atau butir yang sama pada baris atau kiriman yang lebih baru; keduanya ditahan"
)

REPLACED = (
    "isi sama dengan baris yang sudah diterima dan sudah digantikan; kirim perbaikan atas kiriman yang berlaku bila memang "
    "isi ini yang benar"
)


@dataclass(frozen=True, slots=True)
class RowToJudge:
    """A new row with what its submission says. ``scope_code`` is the kecamatan its team answers for, None for a stranger.

    ``supersedes``: the submission that this one corrects, then the one that that one corrected, and so on.
    """

    submission_id: str
    file_name: str
    team_id: str | None
    scope_code: str | None
    received_at: datetime
    supersedes: tuple[str, ...]
    placed: PlacedRow

    @property
    def key(self) -> RowKey:
        """What identifies this row among all receipts."""
        return (self.submission_id, self.placed.row.row_id)


@dataclass(frozen=True, slots=True)
class Move:
    """A row that changes its bin because of one that came after it, at the instant at which that one came.

    ``beside`` says where that one stands, for the sender. The time is the later row's, not the batch's: what was known at T
    must not depend on how receipts were batched (P25).
    """

    version: Version
    bin: Bin
    reason: str
    because_at: datetime
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Bins before the rules of content are looked at.

    ``settled`` rows need no further judgement; ``open`` rows are accepted or held by their findings; ``conflicts`` says where
    the different versions of its unit stand that a row found when it came; ``moves`` are earlier rows that change their bin.
    """

    settled: Mapping[RowKey, tuple[Bin, str]]
    open: tuple[RowToJudge, ...]
    conflicts: Mapping[RowKey, tuple[str, ...]]
    moves: tuple[Move, ...]


class _Desk:
    """All live versions (accepted or held) of every unit or item, while a batch is put in order."""

    def __init__(self, known: Iterable[KnownRow], is_event: bool) -> None:
        self.is_event = is_event
        self.live: dict[Subject, list[Version]] = defaultdict(list)
        self.settled: dict[RowKey, tuple[Bin, str]] = {}
        self.open: list[RowToJudge] = []
        self.conflicts: dict[RowKey, tuple[str, ...]] = {}
        self.moves: list[Move] = []
        # What was said and is out of force because something else took its place: said again, it is nothing new.
        self.replaced: dict[Subject, list[Version]] = defaultdict(list)
        self.strange: dict[Subject, set[str]] = defaultdict(set)
        # By submission, what it corrects: directly first. Every submission that said anything is here, if with nothing.
        self.lineage: dict[str, tuple[str, ...]] = {}
        rows = list(known)
        corrects = {row.submission_id: row.corrects for row in rows if row.corrects}
        for row in rows:
            self.lineage[row.submission_id] = ancestors(row.submission_id, corrects)
            self._enter(row)

    def _enter(self, row: KnownRow) -> None:
        """Puts an earlier row among those that a new one is held against."""
        # What an unknown sender said waits for a person; it neither contradicts nor repeats what a team says, until an
        # officer has accepted it: then it counts like any other (P11).
        if row.bin is Bin.ACCEPTED or (row.bin is Bin.HELD and row.team_id is not None):
            self.live[self._subject(row)].append(known_version(row))
        elif row.bin is Bin.HELD:
            self.strange[self._subject(row)].add(row.content_digest)
        elif row.bin is Bin.SUPERSEDED and row.has_content and not row.is_withdrawn:
            self.replaced[self._subject(row)].append(known_version(row))

    def _subject(self, row: KnownRow | PlacedRow) -> Subject:
        return subject_of(row, self.is_event)

    def supersede(self, subject: Subject, versions: Sequence[Version], reason: str, at: datetime) -> None:
        for version in versions:
            self.live[subject].remove(version)
            if version.has_content:
                self.replaced[subject].append(version)
            self.moves.append(Move(version, Bin.SUPERSEDED, reason, at))

    def replace_events(self, rows: Sequence[RowToJudge]) -> None:
        """Supersedes the events without a key that a whole correction does not repeat."""
        first = rows[0]
        said = {row.placed.content_digest for row in rows if row.placed.has_content}
        corrected = [
            (subject, version)
            for subject, versions in self.live.items()
            for version in versions
            if version.submission_id in first.supersedes and version.item_code is None
        ]
        if len(said) < len(corrected):
            return
        reason = f"diperbaiki oleh kiriman {first.submission_id}"
        for subject, version in corrected:
            if version.digest not in said:
                self.supersede(subject, [version], reason, first.received_at)

    def admit(self, row: RowToJudge) -> None:
        subject = self._subject(row.placed)
        self.lineage[row.submission_id] = row.supersedes
        settled = self._settle(row, subject)
        if settled:
            self.settled[row.key] = settled
            return
        if row.team_id is None:
            self.strange[subject].add(row.placed.content_digest)
            self.open.append(row)
            return
        live, said = self.live[subject], _version_of(row)
        if live:
            empty = [version for version in live if not version.has_content]
            reason = f"baris kosong dilengkapi oleh kiriman {row.submission_id}"
            self.supersede(subject, empty, reason, row.received_at)
        if live:
            self.conflicts[row.key] = tuple(_place_of(version, row.submission_id) for version in live)
            self.moves += [
                Move(version, Bin.HELD, CONFLICT, row.received_at, _place_of(said, version.submission_id))
                for version in live
            ]
        self.open.append(row)
        live.append(said)

    def _settle(self, row: RowToJudge, subject: Subject) -> tuple[Bin, str] | None:
        placed = row.placed
        if row.scope_code is not None and placed.kecamatan_code != row.scope_code:
            return Bin.OUT_OF_SCOPE, "unit di luar wilayah tim pengirim"
        corrected: list[Version] = []
        if row.supersedes and placed.has_content:
            corrected = [version for version in self.live[subject] if version.submission_id in row.supersedes]
            self.supersede(
                subject, corrected, f"diperbaiki oleh kiriman {row.submission_id}", row.received_at
            )
            if corrected and self._is_held_twin(row, subject):
                # The correction decides between the versions that were held for contradicting each other.
                twins = list(self.live[subject])
                self.supersede(
                    subject, twins, f"diulang dalam perbaikan {row.submission_id}", row.received_at
                )
        live = self.live[subject]
        if any(version.digest == placed.content_digest for version in live):
            return Bin.DUPLICATE, "isi sama dengan baris yang sudah diterima"
        if row.team_id is None and placed.content_digest in self.strange[subject]:
            return Bin.DUPLICATE, "isi sama dengan baris pengirim tidak dikenal yang sudah ditahan"
        if not corrected and self._is_replaced(row, subject):
            return Bin.DUPLICATE, REPLACED
        if not placed.has_content and live:
            return Bin.SUPERSEDED, "baris kosong; isian yang lebih dahulu tetap berlaku"
        return None

    def _is_replaced(self, row: RowToJudge, subject: Subject) -> bool:
        """True if a row says what was said before and is out of force, while what took its place is still in force (P11).

        An event without a key has no version in its place under the same name: a correction of its submission must be in force.
        Where nothing took its place, or that was withdrawn, what comes again counts anew: nothing may vanish (L01).
        """
        same = [version for version in self.replaced[subject] if version.digest == row.placed.content_digest]
        if not self.is_event or row.placed.item_code is not None:
            return bool(same) and any(version.has_content for version in self.live[subject])
        told_in = {version.submission_id for version in same}
        return bool(same) and any(
            told_in.intersection(self.lineage[version.submission_id])
            for versions in self.live.values()
            for version in versions
        )

    def _is_held_twin(self, row: RowToJudge, subject: Subject) -> bool:
        """True if all that is left of a subject says the same as ``row``, and is held."""
        live = self.live[subject]
        return bool(live) and all(
            version.digest == row.placed.content_digest and version.was is Bin.HELD for version in live
        )


def _version_of(row: RowToJudge) -> Version:
    placed = row.placed
    return Version(
        row.submission_id,
        placed.row.row_id,
        placed.content_digest,
        placed.has_content,
        placed.row.sheet,
        placed.row.row_number,
        placed.unit_code,
        placed.item_code,
        None,
    )


def _place_of(version: Version, seen_from: str) -> str:
    """Where a version stands, for who sent ``seen_from``: a sender settles a contradiction only if both sides are named."""
    if version.submission_id == seen_from:
        return f"lembar {version.sheet} berkas ini, baris {version.row_number}"
    return f"kiriman {version.submission_id}, baris {version.row_number}"


def place(rows: Sequence[RowToJudge], known: Sequence[KnownRow], is_event: bool) -> Placement:
    """Puts new rows, in the order in which they were received, beside what is already known of their units.

    Of a form of events with a key, an item takes the place of the unit: two different contents for one item of one kecamatan
    contradict each other. Events without a key never do.

    - A row about another team's area is out of scope.
    - The same content again is a duplicate, also when a correction or an officer has put it out of force since: whoever sends
      an old file once more changes nothing by it.
    - A row without content never contradicts anything: it yields to content, earlier or later.
    - A declared correction by the same team supersedes what it corrects. An event without a key has no name by which its
      correction could be known: a correction with at least as many events as it corrects replaces them all, a shorter one
      displaces none, so that no incident vanishes by being left out (L01).
    - Anything else that differs is a conflict: both versions are held until a person decides (P11, L03).
    """
    desk = _Desk(known, is_event)
    for _, own in groupby(rows, key=attrgetter("submission_id")):
        submitted = list(own)
        if is_event:
            desk.replace_events(submitted)
        for row in submitted:
            desk.admit(row)
    return Placement(desk.settled, tuple(desk.open), desk.conflicts, tuple(desk.moves))
