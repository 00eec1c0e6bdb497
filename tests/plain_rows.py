"""Rows put straight into a record, for tests of what is made of them: no file, no rules, any bin and any state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st
from tests.days import CUT_OFF, DUE

from jujur.domain.cells import BLANK, Cell, CellState, value_cell
from jujur.domain.findings import Bin, Disposition
from jujur.domain.forms import Form
from jujur.domain.periods import to_text
from jujur.domain.submissions import PlacedRow, Row, Submission
from jujur.operations.desk import Desk
from jujur.record import submissions as records
from jujur.record.content_digests import ContentDigests
from jujur.record.database import Session
from jujur.settings.calendar import Slot


class RolledBack(Exception):
    """Ends a try-out; nothing of it stays."""


@contextmanager
def trying(desk: Desk) -> Iterator[Session]:
    """A writing session whose work is undone at the end."""
    try:
        with desk.database.writing() as session:
            yield session
            raise RolledBack
    except RolledBack:
        pass


@dataclass
class PlainRow:
    """One row: its unit, its cells (a number or word, or a state; blank if not given) and its bins over time."""

    unit: str
    cells: Mapping[str, int | str | CellState] = field(default_factory=dict)
    bins: Sequence[tuple[Bin, timedelta]] = ((Bin.ACCEPTED, timedelta()),)
    area: str | None = None


# What a row may say of its station's opening: nothing, a state or one that no list holds, an hour, both, contradicting or not.
OPENINGS = st.fixed_dictionaries(
    {},
    optional={
        "status_tps": st.sampled_from(["belum buka", "buka", "tutup", "selesai hitung", "entah"]),
        "waktu_buka": st.sampled_from(["06:45", "07:00", "07:01", "09:10"]),
    },
)


def slot_of(desk: Desk) -> Slot:
    """The slot of the real day."""
    return desk.config.calendar.slot_at(CUT_OFF)


def cell_of(said: int | str | CellState) -> Cell:
    return Cell(said) if isinstance(said, CellState) else value_cell(said)


def put(
    desk: Desk,
    session: Session,
    number: int,
    form: Form,
    rows: Sequence[PlainRow],
    *,
    area: str = "16.72.01",
    at: datetime = DUE - timedelta(hours=1),
    is_nil: bool = False,
    team: str | None = "tim.16-72-01",
) -> list[str]:
    """One submission with these rows, received at ``at``; each bin is decided so long after. Returns the row ids."""
    slot, sha256 = slot_of(desk), f"{number:064x}"
    submission = Submission(
        f"U-{number:04d}", sha256, at, "cli", "uji", team, form.id, None, 1, f"{number}.xlsx"
    )
    records.add_submission(session, submission, 9000 + number, f"uji-{number}", area)
    session.run(
        "insert_reading",
        submission_id=submission.id,
        outcome="read",
        message="",
        form_id=form.id,
        form_version=form.version,
        period_start=to_text(slot.starts_at),
        supersedes=None,
        is_nil=int(is_nil),
        row_count=len(rows),
        rules_version="0" * 64,
        read_at=to_text(at),
    )
    digests, placed, dispositions = ContentDigests(form), [], []
    for position, plain in enumerate(rows, start=1):
        cells = {
            column.name: cell_of(plain.cells[column.name]) if column.name in plain.cells else BLANK
            for column in form.columns
        }
        row = Row(f"{sha256}|Isian|{position}", "Isian", position, cells)
        digest, has_content = digests.of(row)
        unit = desk.config.gazetteer.get(plain.unit)
        kelurahan = plain.area or (unit.parent_code if unit and unit.level == "tps" else None) or area
        kecamatan = desk.config.gazetteer.ancestor(kelurahan, "kecamatan")
        placed.append(
            PlacedRow(row, plain.unit, kelurahan, kecamatan.code if kecamatan else area, digest, has_content)
        )
        dispositions += [
            Disposition(submission.id, row.row_id, bin_, "uji", "uji", at + after)
            for bin_, after in plain.bins
        ]
    records.add_rows(session, form, submission.id, slot.starts_at, placed)
    records.add_dispositions(session, form.id, dispositions)
    return [item.row.row_id for item in placed]
