"""The rows that officers decide about: found by their short names, with everything a decision has to look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from jujur.domain.acts import row_subject
from jujur.domain.cells import Cell, CellState
from jujur.domain.errors import RecordError
from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.domain.periods import from_text, to_text
from jujur.domain.submissions import KnownRow, Row, Subject, Submission, subject_of
from jujur.operations.content import unit_label
from jujur.operations.desk import Desk
from jujur.record import submissions as records
from jujur.record.database import Session
from jujur.record.form_rows import rows_of_submission

LIVE = (Bin.ACCEPTED, Bin.HELD)


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One received row as an officer finds it: where it came from, what it says, and which bin it is in now."""

    submission: Submission
    form: Form
    period_start: datetime
    kecamatan_code: str
    row: Row
    known: KnownRow

    @property
    def subject(self) -> str:
        """How acts name this row."""
        return row_subject(self.submission.id, self.row.row_id)

    @property
    def unit(self) -> Subject:
        """What the row speaks of: the unit, or the item of a form of events."""
        return subject_of(self.known, self.form.is_event)


def short_name(submission_id: str, sheet: str, row_number: int) -> str:
    """How an officer names a row: "K-20240214-0003/Isian/12"."""
    return f"{submission_id}/{sheet}/{row_number}"


def find_row(desk: Desk, session: Session, name: str) -> DecidedRow:
    """The row called "K-20240214-0003/Isian/12", "K-20240214-0003/12", or by its full id "K-…|sha256|sheet|row".

    Raises RecordError when there is no such row, or more than one.
    """
    submission_id = name.split("|" if "|" in name else "/", 1)[0].strip().upper()
    submission = records.submission_by_id(session, submission_id)
    form = desk.config.forms.get(submission.form_id or "") if submission else None
    if submission is None or form is None or submission.period is None:
        raise RecordError(f"Baris {name} tidak dikenal: tidak ada kiriman {submission_id} yang terbaca.")
    found = [row for row in rows_of_submission(session, form, submission_id) if _is_called(row, name)]
    if len(found) != 1:
        problem = "lebih dari satu baris bernama demikian; sebutkan lembarnya" if found else "tidak ada"
        raise RecordError(f"Baris {name}: {problem}. Lihat `jujur decide held`.")
    return _decided(session, submission, form, found[0])


def _is_called(row: Mapping[str, Any], name: str) -> bool:
    if "|" in name:
        return name.split("|", 1)[1] == str(row["row_id"])
    sheet, _, number = name.partition("/")[2].rpartition("/")
    return number == str(row["row_number"]) and sheet in ("", str(row["sheet"]))


def _decided(session: Session, submission: Submission, form: Form, stored: Mapping[str, Any]) -> DecidedRow:
    period_start = from_text(stored["period_start"])
    row = Row(stored["row_id"], stored["sheet"], stored["row_number"], _cells(form, stored))
    known = next(
        item
        for item in known_beside(session, form, period_start, stored["kecamatan_code"])
        if (item.submission_id, item.row_id) == (submission.id, row.row_id)
    )
    return DecidedRow(submission, form, period_start, stored["kecamatan_code"], row, known)


def _cells(form: Form, stored: Mapping[str, Any]) -> dict[str, Cell]:
    """The cells as they were typed; what stood in an unreadable one is in the file only."""
    states = json.loads(stored["states"])
    return {
        column.name: Cell(
            CellState(states.get(column.name, CellState.NILAI)),
            stored[column.name],
            "" if stored[column.name] is None else str(stored[column.name]),
        )
        for column in form.columns
    }


def known_beside(session: Session, form: Form, period_start: datetime, kecamatan_code: str) -> list[KnownRow]:
    """Every row of the form, period and kecamatan with its bin now."""
    return records.known_rows(session, form.id, period_start, [kecamatan_code], records.EVER)


def other_versions(session: Session, row: DecidedRow) -> list[KnownRow]:
    """What else is accepted or held about the same unit or item and period."""
    return [
        item
        for item in known_beside(session, row.form, row.period_start, row.kecamatan_code)
        if item.bin in LIVE
        and subject_of(item, row.form.is_event) == row.unit
        and (item.submission_id, item.row_id) != (row.submission.id, row.row.row_id)
    ]


def broken_rules(session: Session, row: DecidedRow) -> list[str]:
    """The ids of the E rules that a row breaks."""
    found = session.rows("findings_of_submission", submission_id=row.submission.id)
    return sorted(
        {item["rule_id"] for item in found if item["row_id"] == row.row.row_id and item["severity"] == "E"}
    )


def held_rows(desk: Desk, period_id: str | None = None) -> list[dict[str, Any]]:
    """Every held row an officer can decide about; contradicting versions of one unit stand together under one ``group``.

    Raises RecordError when ``period_id`` is no period of this desk.
    """
    starts = _starts_of(desk, period_id) if period_id else None
    with desk.database.reading() as session:
        rows = [
            _told(desk, form, list(group))
            for form in desk.config.forms.values()
            for _, group in groupby(
                session.rows(f"held_now:{form.id}", form_id=form.id),
                key=lambda row: (row["submission_id"], row["row_id"]),
            )
        ]
    return list(_numbered(row for row in rows if starts is None or (row["form"], row["start"]) in starts))


def _starts_of(desk: Desk, period_id: str) -> set[tuple[str, str]]:
    found = [item for item in desk.config.calendar.reporting_periods if item.id == period_id]
    if not found:
        raise RecordError(f"Masa laporan {period_id} tidak ada dalam kalender.")
    return {(form_id, to_text(item.starts_at)) for item in found for form_id in item.forms}


def _told(desk: Desk, form: Form, found: list[dict[str, Any]]) -> dict[str, Any]:
    first = found[0]
    asked = desk.config.calendar.reporting_period_of(form.id, from_text(first["period_start"]))
    team = desk.config.team(first["team_id"] or "")
    versions = _subject_of_stored(form, first)
    return {
        "row": short_name(first["submission_id"], first["sheet"], first["row_number"]),
        "subject": row_subject(first["submission_id"], first["row_id"]),
        "form": form.id,
        "period": asked.id if asked else first["period_start"],
        "start": first["period_start"],
        "kecamatan": first["kecamatan_code"],
        "unit": unit_label(desk, first["unit_code"]),
        "unit_code": first["unit_code"],
        "item": first["item_code"],
        "file": first["sha256"],
        "sender": team.name if team else "pengirim tidak dikenal",
        "received_at": first["received_at"],
        "reason": first["reason"],
        "findings": [
            f"{row['rule_id']}: {row['found']}; seharusnya {row['expected']}"
            for row in found
            if row["rule_id"]
        ],
        "versions": "|".join((form.id, first["period_start"], *versions)),
    }


def _subject_of_stored(form: Form, row: Mapping[str, Any]) -> Subject:
    """What a stored row speaks of, like ``domain.submissions.subject_of``."""
    if not form.is_event:
        return (row["unit_code"],)
    kind, name = (
        ("butir", row["item_code"]) if row["item_code"] is not None else ("isi", row["content_digest"])
    )
    return (row["unit_code"], kind, name)


def _numbered(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Groups of versions by number, in the order in which they are listed."""
    groups: dict[str, int] = {}
    for row in rows:
        group = groups.setdefault(row.pop("versions"), len(groups) + 1)
        row.pop("start")
        yield {"group": group, **row}
