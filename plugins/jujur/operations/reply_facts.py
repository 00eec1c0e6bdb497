"""Everything that a sender is told about one submission, from the record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from jujur import rendering
from jujur.domain.cells import CellState
from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.domain.periods import WIB, from_text
from jujur.operations.content import unit_label
from jujur.operations.desk import Desk
from jujur.operations.framing import TermsAtReceipt, due_times
from jujur.record import submissions as records
from jujur.record.database import Session
from jujur.settings.calendar import ReportingPeriod, Slot

_SEVEREST_FIRST = {"E": 0, "W": 1, "I": 2}
_STATE_WORDS = {
    CellState.TIDAK_DIISI: "kosong",
    CellState.TIDAK_BERLAKU: "tidak berlaku",
    CellState.TIDAK_DAPAT_DIAKSES: "tidak dapat diakses",
    CellState.TIDAK_TAHU: "tidak diketahui",
    CellState.DITAHAN: "tidak terbaca",
}


def describe(desk: Desk, session: Session, submission_id: str) -> dict[str, Any] | None:
    """The facts of one answer, or None if the submission is unknown or nobody has read it yet."""
    submission = records.submission_by_id(session, submission_id)
    reading = session.row("reading_by_id", submission_id=submission_id)
    if submission is None or reading is None:
        return None
    team = desk.config.team(submission.team_id or "")
    form = desk.config.forms.get(reading["form_id"] or "")
    dispositions = (
        session.rows(f"dispositions_of_submission:{form.id}", submission_id=submission_id) if form else []
    )
    bins = {bin_.value: 0 for bin_ in Bin}
    for disposition in dispositions:
        bins[disposition["bin"]] += 1
    findings = [dict(row) for row in session.rows("findings_of_submission", submission_id=submission_id)]
    asked, slot = _times(desk, form, reading["period_start"])
    due_at = _due_at(session, form, asked, submission.received_at)
    return {
        "submission": submission.id,
        "sha256": submission.sha256,
        "name": submission.name_as_sent,
        "received_at": submission.received_at,
        "due_at": due_at,
        "cut_off_at": slot.cut_off_at if slot else None,
        "is_late": bool(due_at and submission.received_at > due_at),
        "team_id": submission.team_id,
        "team": team.name if team else None,
        "address": team.address if team else (submission.sender if "@" in submission.sender else None),
        "outcome": reading["outcome"],
        "message": reading["message"],
        "form_id": form.id if form else None,
        "form": form.title if form else None,
        "is_event": bool(form and form.is_event),
        "period": period_label(asked) if asked else None,
        "is_nil": bool(reading["is_nil"]),
        "rows": reading["row_count"],
        "bins": bins,
        # Counted among the accepted, but such a unit is still "belum melapor" (decision 0005).
        "blank": sum(item["bin"] == Bin.ACCEPTED and not item["has_content"] for item in dispositions),
        "dispositions": dispositions,
        "supersedes": reading["supersedes"],
        "correction_number": _correction_number(session, form, submission.id, bins),
        "findings": sorted(findings, key=_reading_order),
        "changes": _changes(desk, session, form, submission.id),
        "is_demonstration": desk.config.is_demonstration,
    }


def _reading_order(finding: dict[str, Any]) -> tuple[int, bool, str, int]:
    """What holds rows first; then as one reads a workbook, from its first sheet's top."""
    is_of_row = finding["row_id"] is not None
    return (
        _SEVEREST_FIRST.get(finding["severity"], 3),
        not is_of_row,
        finding["sheet"] or "",
        finding["row_number"] or 0,
    )


def _times(
    desk: Desk, form: Form | None, period_start: str | None
) -> tuple[ReportingPeriod | None, Slot | None]:
    """The period that the form was asked for, and the publication that it is for, if any."""
    if form is None or not period_start:
        return None, None
    starts_at = from_text(period_start)
    asked = desk.config.calendar.reporting_period_of(form.id, starts_at)
    slots = [item for item in desk.config.calendar.publish_slots if item.starts_at == starts_at]
    is_same = asked is not None and any(item.ends_at == asked.ends_at for item in slots)
    return asked, slots[0] if is_same else None


def _due_at(
    session: Session, form: Form | None, asked: ReportingPeriod | None, received_at: datetime
) -> datetime | None:
    """The due time frozen with the frame that held at receipt; of the calendar where a period has no frame (L24)."""
    if form is None or asked is None:
        return None
    terms = TermsAtReceipt(session).at(asked.starts_at, received_at)
    return due_times(terms).get(form.id, asked.due_at) if terms else asked.due_at


def period_label(asked: ReportingPeriod) -> str:
    """A reporting period as people say it.

    "Rabu, 14 Februari 2024", "Rabu, 14 Februari 2024, 07.00 s.d. 10.00 WIB", "Senin, 5 Februari 2024 s.d. Minggu, …".
    """
    starts_at, ends_at = asked.starts_at.astimezone(WIB), asked.ends_at.astimezone(WIB)
    day = rendering.wib_day(starts_at)
    if starts_at.time() == ends_at.time() == datetime.min.time():
        last = ends_at - timedelta(days=1)
        return day if last.date() == starts_at.date() else f"{day} s.d. {rendering.wib_day(last)}"
    return f"{day}, {starts_at:%H.%M} s.d. {ends_at:%H.%M} WIB"


def _correction_number(session: Session, form: Form | None, submission_id: str, bins: dict[str, int]) -> str:
    """The number that a correction of this file must name: where its rows are in force.

    A file that only repeats an earlier one has no rows in force; correcting it means correcting the earlier one.
    """
    if form is None or bins[Bin.ACCEPTED] or bins[Bin.HELD] or not bins[Bin.DUPLICATE]:
        return submission_id
    twin = session.row(f"twins_of_submission:{form.id}", submission_id=submission_id)
    return str(twin["submission_id"]) if twin else submission_id


def _changes(desk: Desk, session: Session, form: Form | None, submission_id: str) -> list[dict[str, str]]:
    if form is None:
        return []
    columns = {column.name: f"{column.group} {column.label}".strip() for column in form.columns}
    return [
        {
            "unit": f"{unit_label(desk, row['unit_code'])}{f', butir {code}' if (code := row['item_code']) else ''}",
            "column": columns.get(row["column_name"], row["column_name"]),
            "before": _shown(row["before_state"], row["before_value"]),
            "after": _shown(row["after_state"], row["after_value"]),
        }
        for row in session.rows("changes_of_submission", submission_id=submission_id)
    ]


def _shown(state: str, value: str | None) -> str:
    return value if value is not None else _STATE_WORDS.get(CellState(state), state.lower())
