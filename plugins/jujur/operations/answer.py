"""The answer to a sender: what arrived, what was accepted, what was held and why, and what to do."""

from __future__ import annotations

from typing import Any

from jujur import delivery, rendering
from jujur.domain.findings import Bin
from jujur.domain.periods import from_text
from jujur.operations.desk import Desk
from jujur.record import submissions as records
from jujur.record.database import Session

# A mail that lists hundreds of rows is not read; the record holds them all.
SHOWN_FINDINGS = 40


def answer_sender(desk: Desk, submission_id: str) -> int:
    """Answers one sender once; returns 1 if the mail server took the message in this run."""
    from jujur.operations.deliver import Parcel, send_all, sender_address

    with desk.database.reading() as session:
        answer = describe(desk, session, submission_id)
    if answer is None or not answer["address"]:
        return 0
    message = rendering.render_receipt_message(desk.config.letterhead, desk.assets, answer)

    def write(message_id: str) -> delivery.Letter:
        return delivery.Letter(
            desk.config.letterhead.desk,
            sender_address(desk),
            answer["address"],
            message.subject,
            message.text,
            message.html,
            message_id,
            desk.now(),
        )

    recipient = answer["team_id"] or "pengirim"
    parcel = Parcel(
        "receipt", submission_id, recipient, answer["address"], answer["sha256"], "receipt_delivered", write
    )
    return send_all(desk, [parcel])


def told(desk: Desk, session: Session, submission_id: str) -> dict[str, Any]:
    """The same answer for a terminal or another program: outcome, rows by bin, every finding, the reply's words."""
    answer = describe(desk, session, submission_id, shown=None)
    if answer is None:
        return {"outcome": "menunggu pemeriksaan"}
    message = rendering.render_receipt_message(desk.config.letterhead, desk.assets, answer)
    return {
        "sha256": answer["sha256"],
        "outcome": answer["outcome"],
        "rows": {"received": answer["rows"], **answer["bins"]},
        "findings": answer["findings"],
        "reply": {"to": answer["address"], "subject": message.subject, "text": message.text},
    }


def describe(
    desk: Desk, session: Session, submission_id: str, shown: int | None = SHOWN_FINDINGS
) -> dict[str, Any] | None:
    """Everything a sender is told about one submission, or None if it is unknown or nobody has read it yet."""
    submission = records.submission_by_id(session, submission_id)
    reading = session.row("reading_by_id", submission_id=submission_id)
    if submission is None or reading is None:
        return None
    team = desk.config.team(submission.team_id or "")
    bins = {bin_.value: 0 for bin_ in Bin}
    bins |= {
        row["bin"]: row["row_count"]
        for row in session.rows("bins_of_submission", submission_id=submission_id)
    }
    findings = [dict(row) for row in session.rows("findings_of_submission", submission_id=submission_id)]
    form = desk.config.forms.get(reading["form_id"] or "")
    slot = next(
        (
            slot
            for slot in desk.config.calendar.publish_slots
            if reading["period_start"] and slot.starts_at == from_text(reading["period_start"])
        ),
        None,
    )
    return {
        "submission": submission.id,
        "sha256": submission.sha256,
        "name": submission.name_as_sent,
        "received_at": submission.received_at,
        "due_at": slot.due_at if slot else None,
        "cut_off_at": slot.cut_off_at if slot else None,
        "is_late": bool(slot and submission.received_at > slot.due_at),
        "team_id": submission.team_id,
        "team": team.name if team else None,
        "address": team.address if team else (submission.sender if "@" in submission.sender else None),
        "outcome": reading["outcome"],
        "message": reading["message"],
        "form": form.title if form else None,
        "is_nil": bool(reading["is_nil"]),
        "rows": reading["row_count"],
        "bins": bins,
        "supersedes": reading["supersedes"],
        "findings": findings[:shown],
        "findings_total": len(findings),
        "is_demonstration": desk.config.is_demonstration,
    }
