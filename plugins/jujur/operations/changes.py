"""What a correction changed: the difference of a row to the version that it replaces, cell by cell."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from jujur.domain.cells import CellState, CellValue
from jujur.domain.forms import Form
from jujur.domain.periods import to_text
from jujur.record.database import Session
from jujur.record.form_rows import rows_of_submission


@dataclass(frozen=True, slots=True)
class RowVersion:
    """One version of a row: which receipt said it, about which unit or item, and every cell with its state."""

    submission_id: str
    row_id: str
    unit_code: str
    item_code: str | None
    row_number: int
    has_content: bool
    content_digest: str
    values: Mapping[str, CellValue]
    states: Mapping[str, str]

    def cell(self, name: str) -> tuple[str, str | None]:
        """State and value of a column, as text."""
        value = self.values.get(name)
        default = CellState.NILAI if value is not None else CellState.TIDAK_DIISI
        return self.states.get(name, default.value), None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One cell that a correction changed. Values are text; None where the state is not NILAI."""

    submission_id: str
    row_id: str
    earlier_submission_id: str
    earlier_row_id: str
    form_id: str
    unit_code: str
    item_code: str | None
    column_name: str
    before_state: str
    before_value: str | None
    after_state: str
    after_value: str | None


def changes_of(form: Form, before: Sequence[RowVersion], after: Sequence[RowVersion]) -> list[RowChange]:
    """The cells that differ between two submissions, by row and column of the form.

    Rows belong together when they are about the same unit (of an event form with a key: the same item). Events without a key
    are told apart by their content: equal ones are the same event, the others pair by their row in the sheet, then in order.
    A row without content changes nothing: the earlier one stays in force (bins).
    """
    return [
        RowChange(
            new.submission_id,
            new.row_id,
            old.submission_id,
            old.row_id,
            form.id,
            new.unit_code,
            new.item_code,
            column.name,
            *old.cell(column.name),
            *new.cell(column.name),
        )
        for old, new in _pairs(form, before, after)
        for column in form.data_columns
        if old.cell(column.name) != new.cell(column.name)
    ]


def _pairs(
    form: Form, before: Sequence[RowVersion], after: Sequence[RowVersion]
) -> Iterable[tuple[RowVersion, RowVersion]]:
    after = [row for row in after if row.has_content]
    if form.is_event and not form.keys:
        return _event_pairs(before, after)
    earlier: dict[tuple[str, str | None], list[RowVersion]] = defaultdict(list)
    for row in before:
        earlier[row.unit_code, row.item_code].append(row)
    return [
        (candidates.pop(0), row)
        for row in after
        if (candidates := earlier.get((row.unit_code, row.item_code)))
    ]


def _event_pairs(
    before: Sequence[RowVersion], after: Sequence[RowVersion]
) -> Iterable[tuple[RowVersion, RowVersion]]:
    same = {row.content_digest for row in before} & {row.content_digest for row in after}
    old = {row.row_number: row for row in before if row.content_digest not in same}
    new = {row.row_number: row for row in after if row.content_digest not in same}
    stayed = sorted(old.keys() & new.keys())
    moved = zip(sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys()), strict=False)
    return [(old[was], new[now]) for was, now in (*zip(stayed, stayed, strict=True), *moved)]


def versions_of(session: Session, form: Form, submission_id: str) -> list[RowVersion]:
    """The rows of one submission as they were entered, in the order of its sheets."""
    return [
        RowVersion(
            submission_id=row["submission_id"],
            row_id=row["row_id"],
            unit_code=row["unit_code"],
            item_code=row["item_code"],
            row_number=row["row_number"],
            has_content=bool(row["has_content"]),
            content_digest=row["content_digest"],
            values={column.name: row[column.name] for column in form.data_columns},
            states=json.loads(row["states"]),
        )
        for row in rows_of_submission(session, form, submission_id)
    ]


def record_changes(
    session: Session, form: Form, submission_id: str, corrected_id: str, changed_at: datetime
) -> int:
    """Enters what ``submission_id`` changed of ``corrected_id``; both must have their rows entered. Returns how many cells."""
    changes = changes_of(
        form, versions_of(session, form, corrected_id), versions_of(session, form, submission_id)
    )
    rows: list[dict[str, Any]] = [{**asdict(change), "changed_at": to_text(changed_at)} for change in changes]
    session.run_many("insert_row_change", rows)
    return len(rows)
