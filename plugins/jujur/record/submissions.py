"""Submissions, their rows, findings and bins: written once, read as known at an instant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from jujur.domain.findings import Bin, Disposition, Finding
from jujur.domain.forms import Form
from jujur.domain.periods import from_text, to_text
from jujur.domain.submissions import KnownRow, PlacedRow, Submission
from jujur.record.database import Session
from jujur.record.form_tables import row_table

# Databases bound the number of parameters of one statement.
_IDS_AT_ONCE = 500
EVER = datetime.max.replace(tzinfo=UTC)


def find_arrival(session: Session, arrival_key: str) -> str | None:
    """The submission already made of an arrival, if any."""
    row = session.row("submission_by_arrival", arrival_key=arrival_key)
    return str(row["submission_id"]) if row else None


def next_sequence(session: Session) -> int:
    """The next free submission number; only meaningful inside a write transaction."""
    row = session.row("newest_submission_seq")
    return int(row["seq"]) + 1 if row else 1


def add_submission(
    session: Session, submission: Submission, seq: int, arrival_key: str, area_code: str
) -> None:
    """Adds a received file. Nothing is known yet of what is in it."""
    session.run(
        "insert_submission",
        submission_id=submission.id,
        seq=seq,
        arrival_key=arrival_key,
        sha256=submission.sha256,
        received_at=to_text(submission.received_at),
        channel=submission.channel,
        sender=submission.sender,
        team_id=submission.team_id,
        area_code=area_code,
        size=submission.size,
        name_as_sent=submission.name_as_sent,
        claimed_at=to_text(submission.claimed_at) if submission.claimed_at else None,
    )


def add_rows(
    session: Session, form: Form, submission_id: str, period_start: datetime, rows: Sequence[PlacedRow]
) -> None:
    """Adds all typed rows of one submission to the table of its form, whose columns are those of the form."""
    starts_at, names = to_text(period_start), [column.name for column in form.columns]
    session.insert_many(
        row_table(form),
        [
            {
                "submission_id": submission_id,
                "row_id": placed.row.row_id,
                "sheet": placed.row.sheet,
                "row_number": placed.row.row_number,
                "unit_code": placed.unit_code,
                "area_code": placed.area_code,
                "kecamatan_code": placed.kecamatan_code,
                "period_start": starts_at,
                "content_digest": placed.content_digest,
                "has_content": int(placed.has_content),
                "states": json.dumps(placed.row.states, sort_keys=True),
                "item_code": placed.item_code,
                **{name: cells[name].value for name in names},
            }
            for placed in rows
            for cells in (placed.row.cells,)
        ],
    )


def add_findings(
    session: Session, findings: Iterable[Finding], rules_version: str, found_at: datetime
) -> None:
    """Adds findings, stamped with the version of the rules that made them."""
    known_at = to_text(found_at)
    session.run_many(
        "insert_finding",
        [
            {
                "submission_id": finding.submission_id,
                "row_id": finding.row_id,
                "rule_id": finding.rule_id,
                "rules_version": rules_version,
                "severity": finding.severity.value,
                "sheet": finding.sheet,
                "row_number": finding.row_number,
                "column_name": finding.column,
                "found": finding.found,
                "expected": finding.expected,
                "advice": finding.advice,
                "found_at": known_at,
            }
            for finding in findings
        ],
    )


def add_dispositions(session: Session, form_id: str, dispositions: Iterable[Disposition]) -> None:
    """Puts rows into bins; the newest disposition of a row counts."""
    session.run_many(
        "insert_disposition",
        [
            {
                "submission_id": item.submission_id,
                "row_id": item.row_id,
                "form_id": form_id,
                "bin": item.bin.value,
                "reason": item.reason,
                "actor": item.actor,
                "decided_at": to_text(item.decided_at),
            }
            for item in dispositions
        ],
    )


def known_rows(
    session: Session, form_id: str, period_start: datetime, kecamatan_codes: Iterable[str], as_of: datetime
) -> list[KnownRow]:
    """The rows of one form and period, of these kecamatan, that were already received, with their bins then."""
    rows = session.rows(
        f"known_rows:{form_id}",
        form_id=form_id,
        period_start=to_text(period_start),
        kecamatan_codes=sorted(set(kecamatan_codes)),
        as_of=to_text(as_of),
    )
    return [
        KnownRow(
            row["submission_id"],
            row["row_id"],
            row["unit_code"],
            row["content_digest"],
            bool(row["has_content"]),
            row["sheet"],
            row["row_number"],
            row["team_id"],
            Bin(row["bin"]),
            row["item_code"],
            row["corrects"],
            bool(row["is_withdrawn"]),
        )
        for row in rows
    ]


def submission_by_id(session: Session, submission_id: str) -> Submission | None:
    """One submission as received, with what its reading found, if it was read."""
    row = session.row("submission_by_id", submission_id=submission_id)
    if row is None:
        return None
    reading = session.row("reading_by_id", submission_id=submission_id)
    return Submission(
        id=row["submission_id"],
        sha256=row["sha256"],
        received_at=from_text(row["received_at"]),
        channel=row["channel"],
        sender=row["sender"],
        team_id=row["team_id"],
        form_id=reading["form_id"] if reading else None,
        period=reading["period_start"] if reading else None,
        size=row["size"],
        name_as_sent=row["name_as_sent"],
        supersedes=reading["supersedes"] if reading else None,
        is_nil=bool(reading["is_nil"]) if reading else False,
        claimed_at=_instant(row["claimed_at"]),
    )


def _instant(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def submissions_of_period(session: Session, period_start: datetime, as_of: datetime) -> list[Submission]:
    """The submissions about a period that had come by ``as_of``, in the order in which they did."""
    return [
        Submission(
            id=row["submission_id"],
            sha256=row["sha256"],
            received_at=from_text(row["received_at"]),
            channel=row["channel"],
            sender=row["sender"],
            team_id=row["team_id"],
            form_id=row["form_id"],
            period=row["period_start"],
            size=row["size"],
            name_as_sent=row["name_as_sent"],
            supersedes=row["supersedes"],
            is_nil=bool(row["is_nil"]),
            claimed_at=_instant(row["claimed_at"]),
        )
        for row in session.rows(
            "submissions_of_period", period_start=to_text(period_start), as_of=to_text(as_of)
        )
    ]


def submissions_by_id(session: Session, submission_ids: Sequence[str]) -> list[Submission]:
    """Submissions as received, in the order in which they were; nothing is said of what is in them."""
    return [
        Submission(
            id=row["submission_id"],
            sha256=row["sha256"],
            received_at=from_text(row["received_at"]),
            channel=row["channel"],
            sender=row["sender"],
            team_id=row["team_id"],
            form_id=None,
            period=None,
            size=row["size"],
            name_as_sent=row["name_as_sent"],
        )
        for start in range(0, len(submission_ids), _IDS_AT_ONCE)
        for row in session.rows(
            "submissions_by_id", submission_ids=list(submission_ids[start : start + _IDS_AT_ONCE])
        )
    ]


def unread(session: Session, as_of: datetime = EVER) -> list[str]:
    """Submissions received by ``as_of`` (at any time, if not given) that were not read yet."""
    return [row["submission_id"] for row in session.rows("unread_submissions", as_of=to_text(as_of))]
