"""Submissions and their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jujur.domain.cells import Cell, CellState
from jujur.domain.findings import Bin

# "petugas": a row that an officer's decision made of received ones; its file is the decision itself.
Channel = Literal["inbox", "email", "upload", "cli", "petugas"]


@dataclass(frozen=True, slots=True)
class Team:
    """A monitoring team: the area it answers for and the address its receipts go to."""

    id: str
    area_code: str
    name: str
    address: str
    contact_role: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a workbook says about itself in its identity sheet. Claimed, never trusted as a time of receipt (P24).

    ``period_words``: what stands above the tables in plain sight as their period; several if the sheets differ.
    """

    form_id: str | None = None
    form_version: int | None = None
    area_code: str | None = None
    period: str | None = None
    desk: str | None = None
    supersedes: str | None = None
    is_nil: bool = False
    period_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One typed row of a submission. ``row_id`` is ``sha256(file)|sheet|row number`` (honesty.md §1)."""

    row_id: str
    sheet: str
    row_number: int
    cells: Mapping[str, Cell]

    def value(self, name: str) -> int | str | None:
        """The value of a column, or None when the cell holds none; look at the state before reading None as anything."""
        return self.cells[name].value

    def count(self, name: str) -> int | None:
        """The value of a count column."""
        value = self.cells[name].value
        return value if isinstance(value, int) else None

    def text(self, name: str) -> str | None:
        """The value of a text, code, choice or instant column."""
        value = self.cells[name].value
        return value if isinstance(value, str) else None

    @property
    def states(self) -> dict[str, str]:
        """The state of every cell that is not a plain value."""
        has_value = CellState.NILAI
        return {name: cell.state for name, cell in self.cells.items() if cell.state is not has_value}


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Something the reader noticed about a file, in words for the sender.

    ``code`` names an entry of ``config/rules/pembaca.yaml``, which has its number (B01…), severity and advice; ``row_id`` is the
    row it speaks of, None for the file or for a line that is no row.
    """

    code: str
    sheet: str | None
    row_number: int | None
    column: str | None
    found: str
    expected: str
    row_id: str | None = None


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table stands in a sheet. Rows and columns count from 0: ``head`` is the first row of its header, ``first`` the
    first row below it; ``columns`` maps the name of a form's column to the indices that carry it.
    """

    sheet: str
    head: int
    first: int
    columns: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as read against a form.

    ``header_labels`` maps column name to the header text as the sender wrote it; ``tables`` says where the read tables stand, so
    that a reply can mark their cells.
    """

    claims: Claims
    form_id: str | None
    rows: tuple[Row, ...]
    notes: tuple[ReadingNote, ...] = ()
    header_labels: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[TablePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """One received file. ``received_at`` comes from the server's clock; the name as sent is kept for the receipt only.

    ``claimed_at`` is what the sender's clock said, where it said anything; no figure ever depends on it (P24).
    """

    id: str
    sha256: str
    received_at: datetime
    channel: Channel
    sender: str
    team_id: str | None
    form_id: str | None
    period: str | None
    size: int
    name_as_sent: str
    supersedes: str | None = None
    is_nil: bool = False
    claimed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A typed row together with where it belongs. ``area_code`` is the kelurahan, or the team's area if that is unknown.

    ``item_code`` is the item's own number in a form of events that has a key; two versions of one item contradict each other.
    """

    row: Row
    unit_code: str
    area_code: str
    kecamatan_code: str
    content_digest: str
    has_content: bool
    item_code: str | None = None


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row that was received earlier, as far as a new row of the same unit must know it (P11)."""

    submission_id: str
    row_id: str
    unit_code: str
    content_digest: str
    has_content: bool
    sheet: str
    row_number: int
    team_id: str | None
    bin: Bin
    item_code: str | None = None
    # The submission that its own corrects, and whether an officer has withdrawn it (P42).
    corrects: str | None = None
    is_withdrawn: bool = False


Subject = tuple[str, ...]


def subject_of(row: KnownRow | PlacedRow, is_event: bool) -> Subject:
    """What a row speaks of: only versions of one subject can repeat or contradict each other (P11).

    Two different incidents of one kecamatan do not contradict each other; the same one sent twice is one.
    """
    if not is_event:
        return (row.unit_code,)
    if row.item_code is not None:
        return (row.unit_code, "butir", row.item_code)
    return (row.unit_code, "isi", row.content_digest)
