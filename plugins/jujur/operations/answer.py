"""The answer to a sender: what arrived, what was accepted, what was held and why, what to do, and the marked workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jujur import delivery, rendering
from jujur.domain.errors import PublicationBlocked
from jujur.operations import replies, reply_words
from jujur.operations.deliver import Parcel, send_all, sender_address
from jujur.operations.desk import Desk
from jujur.operations.reply_facts import describe
from jujur.record import deliveries
from jujur.record.database import Session

# A mail that lists hundreds of rows is not read; the workbook holds them all.
SHOWN_FINDINGS, SHOWN_CHANGES = 40, 20
# So many workbooks are in memory together.
_AT_ONCE = 25


def answer_sender(desk: Desk, submission_id: str) -> int:
    """Answers one sender once; returns 1 if the mail server took the message in this run."""
    return answer_senders(desk, [submission_id])


def answer_senders(desk: Desk, submission_ids: Sequence[str]) -> int:
    """Answers the sender of each submission once; returns the number of messages the mail server took in this run.

    One refused answer does not keep the others waiting; raises PublicationBlocked afterwards, naming all that failed.
    """
    sent, problems = 0, []
    for start in range(0, len(submission_ids), _AT_ONCE):
        answers = _unanswered(desk, submission_ids[start : start + _AT_ONCE])
        for answer, workbook in zip(answers, replies.reply_workbooks(desk, answers), strict=True):
            try:
                sent += send_all(desk, [_parcel(desk, answer, workbook)])
            except PublicationBlocked as blocked:
                problems.append(str(blocked))
    if problems:
        raise PublicationBlocked("; ".join(problems))
    return sent


def _unanswered(desk: Desk, submission_ids: Sequence[str]) -> list[dict[str, Any]]:
    """What is to be told of those that still lack an answer and have an address to send it to."""
    with desk.database.reading() as session:
        answers = [
            describe(desk, session, submission_id)
            for submission_id in submission_ids
            if not any(
                attempt.outcome in ("accepted", "uncertain")
                for attempt in deliveries.attempts(session, "receipt", submission_id)
            )
        ]
    return [answer for answer in answers if answer is not None and answer["address"]]


def _parcel(desk: Desk, answer: Mapping[str, Any], workbook: bytes | None) -> Parcel:
    attachment = None
    if workbook is not None and len(workbook) <= delivery.MAX_ATTACHMENT_BYTES:
        name = replies.file_name(answer["submission"])
        attachment = delivery.Attachment(name, replies.MEDIA_TYPE, workbook)
    message = _message(
        desk, answer, attachment.name if attachment else None, is_too_large=workbook is not None
    )

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
            attachment,
        )

    recipient = answer["team_id"] or "pengirim"
    return Parcel(
        "receipt",
        answer["submission"],
        recipient,
        answer["address"],
        answer["sha256"],
        "receipt_delivered",
        write,
    )


def _message(
    desk: Desk, answer: Mapping[str, Any], attachment: str | None, *, is_too_large: bool
) -> rendering.Message:
    """The mail: the first findings and differences; the attached workbook holds them all."""
    told = {
        **answer,
        "findings": answer["findings"][:SHOWN_FINDINGS],
        "findings_total": len(answer["findings"]),
        "changes": answer["changes"][:SHOWN_CHANGES],
        "changes_total": len(answer["changes"]),
        "verdict": reply_words.verdict(answer),
        "steps": reply_words.steps(answer, "mail" if attachment else "alone"),
        "attachment": attachment,
        "is_too_large": is_too_large and attachment is None,
    }
    return rendering.render_receipt_message(desk.config.letterhead, desk.assets, told)


def told(desk: Desk, session: Session, submission_id: str) -> dict[str, Any]:
    """The same answer for a terminal or another program: outcome, rows by bin, every finding, the reply's words."""
    answer = describe(desk, session, submission_id)
    if answer is None:
        return {"outcome": "menunggu pemeriksaan"}
    name = None if answer["outcome"] == "unreadable" else replies.file_name(submission_id)
    message = _message(desk, answer, name, is_too_large=False)
    return {
        "sha256": answer["sha256"],
        "outcome": answer["outcome"],
        "rows": {"received": answer["rows"], **answer["bins"], "blank": answer["blank"]},
        "findings": answer["findings"],
        "reply": {"to": answer["address"], "subject": message.subject, "text": message.text},
    }
