"""Timestamps of ledger heads, as an authority outside the desk gave them (RFC 3161, P37)."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator

from jujur.domain.periods import from_text, to_text
from jujur.domain.timestamps import TimestampState
from jujur.record.database import Session


def add_token(session: Session, state: TimestampState, token: bytes) -> None:
    """Adds a timestamp; one an authority and head."""
    session.run(
        "insert_timestamp_token",
        ledger_seq=state.ledger_seq,
        authority=state.authority,
        head=state.head,
        token=b64encode(token).decode(),
        stamped_at=to_text(state.stamped_at),
    )


def tokens(session: Session) -> Iterator[tuple[TimestampState, bytes]]:
    """Every timestamp, in the order of the heads. Raises ValueError when one is not base64 or has no instant."""
    for row in session.rows("timestamp_tokens"):
        state = TimestampState(row["ledger_seq"], row["head"], row["authority"], from_text(row["stamped_at"]))
        yield state, b64decode(row["token"], validate=True)


def timestamp_of_edition(session: Session, edition_id: str) -> TimestampState | None:
    """The timestamp of the head that an edition prints, None for "belum bercap waktu".

    A timestamp that came after the edition's figures were computed is not printed: what an edition says of itself never changes.
    """
    row = session.row("timestamp_of_edition", edition_id=edition_id)
    if row is None:
        return None
    return TimestampState(row["ledger_seq"], row["head"], row["authority"], from_text(row["stamped_at"]))
