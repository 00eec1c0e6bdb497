"""Which bin a row belongs to, looking only at what else was said about the same unit (P01, P11, V29)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jujur.domain.findings import Bin
from jujur.domain.submissions import KnownRow, PlacedRow

RowKey = tuple[str, str]

CONFLICT = "V29: isi lain untuk unit yang sama dalam kiriman yang lebih baru; keduanya ditahan"


@dataclass(frozen=True, slots=True)
class RowToJudge:
    """A new row with what its submission says. ``scope_code`` is the kecamatan its team answers for, None for a stranger."""

    submission_id: str
    file_name: str
    team_id: str | None
    scope_code: str | None
    received_at: datetime
    supersedes: str | None
    placed: PlacedRow

    @property
    def key(self) -> RowKey:
        """What identifies this row among all receipts."""
        return (self.submission_id, self.placed.row.row_id)


@dataclass(frozen=True, slots=True)
class Version:
    """One thing said about a unit: by an earlier row, or by one of this batch."""

    submission_id: str
    row_id: str
    digest: str
    has_content: bool
    sheet: str
    row_number: int
    unit_code: str
    was: Bin | None

    @property
    def key(self) -> RowKey:
        """What identifies the row that said it."""
        return (self.submission_id, self.row_id)


@dataclass(frozen=True, slots=True)
class Move:
    """A row that changes its bin because of one that came after it, at the instant at which that one came.

    The time is the later row's, not the batch's: what was known at T must not depend on how receipts were batched (P25).
    """

    version: Version
    bin: Bin
    reason: str
    because_at: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """Bins before the rules of content are looked at.

    ``settled`` rows need no further judgement; ``open`` rows are accepted or held by their findings; ``conflicts`` counts
    the different versions of its unit that a row found when it came; ``moves`` are earlier rows that change their bin.
    """

    settled: Mapping[RowKey, tuple[Bin, str]]
    open: tuple[RowToJudge, ...]
    conflicts: Mapping[RowKey, int]
    moves: tuple[Move, ...]


class _Desk:
    """All live versions (accepted or held) of every unit, while a batch is put in order."""

    def __init__(self, known: Iterable[KnownRow], is_event: bool) -> None:
        self.is_event = is_event
        self.live: dict[str, list[Version]] = defaultdict(list)
        self.settled: dict[RowKey, tuple[Bin, str]] = {}
        self.open: list[RowToJudge] = []
        self.conflicts: dict[RowKey, int] = {}
        self.moves: list[Move] = []
        for row in known:
            if row.bin in (Bin.ACCEPTED, Bin.HELD):
                self.live[self._unit(row.unit_code, row.content_digest)].append(
                    Version(
                        row.submission_id,
                        row.row_id,
                        row.content_digest,
                        row.has_content,
                        row.sheet,
                        row.row_number,
                        row.unit_code,
                        row.bin,
                    )
                )

    def _unit(self, unit_code: str, digest: str) -> str:
        # Two different incidents of one kecamatan do not contradict each other; the same one sent twice is one.
        return f"{unit_code}|{digest}" if self.is_event else unit_code

    def supersede(self, unit: str, versions: Sequence[Version], reason: str, at: datetime) -> None:
        for version in versions:
            self.live[unit].remove(version)
            self.moves.append(Move(version, Bin.SUPERSEDED, reason, at))

    def admit(self, row: RowToJudge) -> None:
        unit = self._unit(row.placed.unit_code, row.placed.content_digest)
        settled = self._settle(row, unit)
        if settled:
            self.settled[row.key] = settled
            return
        live = self.live[unit]
        empty = [version for version in live if not version.has_content]
        self.supersede(
            unit, empty, f"baris kosong dilengkapi oleh kiriman {row.submission_id}", row.received_at
        )
        if live:
            self.conflicts[row.key] = len(live)
            self.moves += [Move(version, Bin.HELD, CONFLICT, row.received_at) for version in live]
        self.open.append(row)
        live.append(_version_of(row))

    def _settle(self, row: RowToJudge, unit: str) -> tuple[Bin, str] | None:
        placed = row.placed
        if row.scope_code is not None and placed.kecamatan_code != row.scope_code:
            return Bin.OUT_OF_SCOPE, "unit di luar wilayah tim pengirim"
        if row.supersedes and placed.has_content:
            corrected = [version for version in self.live[unit] if version.submission_id == row.supersedes]
            self.supersede(unit, corrected, f"diperbaiki oleh kiriman {row.submission_id}", row.received_at)
        live = self.live[unit]
        if any(version.digest == placed.content_digest for version in live):
            return Bin.DUPLICATE, "isi sama dengan baris yang sudah diterima"
        if not placed.has_content and live:
            return Bin.SUPERSEDED, "baris kosong; isian yang lebih dahulu tetap berlaku"
        return None


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
        None,
    )


def place(rows: Sequence[RowToJudge], known: Sequence[KnownRow], is_event: bool) -> Placement:
    """Puts new rows, in the order in which they were received, beside what is already known of their units.

    - A row about another team's area is out of scope.
    - The same content again is a duplicate.
    - A row without content never contradicts anything: it yields to content, earlier or later.
    - A declared correction by the same team supersedes what it corrects.
    - Anything else that differs is a conflict: both versions are held until a person decides (P11, L03).
    """
    desk = _Desk(known, is_event)
    for row in rows:
        desk.admit(row)
    return Placement(desk.settled, tuple(desk.open), desk.conflicts, tuple(desk.moves))
