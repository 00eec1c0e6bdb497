"""Claims and outcomes of deliveries: a message is claimed before it is sent, so that two runs cannot both send it (P40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jujur.domain.periods import from_text, to_text
from jujur.record.database import Session

# After so many refusals a person has to look at the address.
MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to deliver; ``outcome`` is None while its fate is unknown."""

    delivery_id: str
    recipient_id: str
    address: str
    attempt: int
    message_id: str
    sha256: str | None
    claimed_at: datetime
    outcome: str | None
    answer: str | None


def attempts(session: Session, subject_kind: str, subject_id: str) -> list[Attempt]:
    """All attempts to deliver one edition or receipt."""
    return [
        Attempt(
            row["delivery_id"],
            row["recipient_id"],
            row["address"],
            row["attempt"],
            row["message_id"],
            row["sha256"],
            from_text(row["claimed_at"]),
            row["outcome"],
            row["answer"],
        )
        for row in session.rows("deliveries_of_subject", subject_kind=subject_kind, subject_id=subject_id)
    ]


def claim(session: Session, subject_kind: str, subject_id: str, attempt: Attempt) -> None:
    """Claims an attempt inside the caller's write transaction."""
    session.run(
        "claim_delivery",
        delivery_id=attempt.delivery_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        recipient_id=attempt.recipient_id,
        address=attempt.address,
        attempt=attempt.attempt,
        message_id=attempt.message_id,
        sha256=attempt.sha256,
        claimed_at=to_text(attempt.claimed_at),
    )


def settle(session: Session, delivery_id: str, outcome: str, answer: str, at: datetime) -> None:
    """Writes down what became of an attempt."""
    session.run(
        "insert_delivery_outcome", delivery_id=delivery_id, outcome=outcome, answer=answer, at=to_text(at)
    )
