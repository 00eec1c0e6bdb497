"""The ledger (buku besar): one event a row, hash-chained over canonical JSON (P37).

Every writing transaction ends with the event ``transaction_sealed`` (`record.seals`), so that the chain speaks of every row of
the record. An event that names ``sha256`` and ``size`` speaks of a file in the raw store.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jujur.domain.errors import RecordError
from jujur.domain.periods import to_text
from jujur.record import seals
from jujur.record.canonical import canonical_json
from jujur.record.chain import GENESIS, LEGACY_SEALED, SEALED, LedgerEntry, entry_hash, walk
from jujur.record.verification import verify

if TYPE_CHECKING:
    from jujur.record.database import Session

__all__ = [
    "GENESIS",
    "LedgerEntry",
    "append",
    "entries",
    "entry_hash",
    "head",
    "newest",
    "seal",
    "seal_legacy",
    "verify",
]


def append(session: Session, at: datetime, actor: str, event: str, payload: Mapping[str, Any]) -> LedgerEntry:
    """Adds one event inside the caller's write transaction and returns it."""
    return _append(session, to_text(at), actor, event, payload)


def _append(session: Session, at: str, actor: str, event: str, payload: Mapping[str, Any]) -> LedgerEntry:
    newest = session.row("ledger_head")
    seq, prev = (newest["seq"] + 1, newest["hash"]) if newest else (1, GENESIS)
    digest = entry_hash(seq, prev, at, actor, event, payload)
    entry = LedgerEntry(seq, prev, digest, at, actor, event, payload)
    session.run(
        "insert_ledger",
        seq=seq,
        prev=prev,
        hash=digest,
        at=at,
        actor=actor,
        event=event,
        payload=canonical_json(dict(payload)).decode(),
    )
    return entry


def seal(session: Session, now: datetime | None) -> LedgerEntry | None:
    """Ends a writing transaction: one event that seals all rows it wrote; None when it wrote nothing at all.

    A transaction that only entered events is sealed too, so that a chain ends in a seal, or was cut. The seal has the time of
    its transaction's last event, or the desk's time ``now`` where it has no other. The first seal of a record made before there
    were seals also seals what was there, as it is found. Raises RecordError when there is no time at all.
    """
    transaction = session.transaction
    assert transaction is not None, "only a writing transaction is sealed"
    written = seals.seal_of(session, session.written, transaction)
    newest = session.row("ledger_newest_at")
    has_events = newest is not None and newest["seq"] >= transaction
    if not written and not has_events:
        return None
    at = newest["at"] if newest and has_events else _later_of(now, newest["at"] if newest else "")
    _seal_legacy(session, at)
    payload = {"transaction": transaction, "tables": seals.to_payload(written)}
    return _append(session, at, "desk", SEALED, payload)


def _later_of(now: datetime | None, newest_at: str) -> str:
    """An event never comes before the one it follows."""
    at = max(to_text(now) if now else "", newest_at)
    if not at:
        raise RecordError("Catatan baru tanpa jam: transaksi pertama harus menyebut waktunya di buku besar.")
    return at


def seal_legacy(session: Session, now: datetime) -> LedgerEntry | None:
    """Seals the rows that were there before seals were, once; None where there are none or a seal stands already.

    After the first seal no row may be without its transaction, so nothing can be smuggled in as old (L04).
    """
    return _seal_legacy(session, to_text(now))


def _seal_legacy(session: Session, at: str) -> LedgerEntry | None:
    if session.row("first_seal"):
        return None
    found = seals.seal_of(session, seals.sealed_tables(session), None)
    return _append(session, at, "desk", LEGACY_SEALED, {"tables": seals.to_payload(found)}) if found else None


def head(session: Session) -> str:
    """The hash of the newest event, or the genesis hash of an empty ledger."""
    row = session.row("ledger_head")
    return str(row["hash"]) if row else GENESIS


def newest(session: Session) -> LedgerEntry:
    """The newest event. Raises RecordError while there is none."""
    row = session.row("ledger_head")
    if row is None:
        raise RecordError("Buku besar masih kosong. Jalankan `jujur init`.")
    return next(walk(session, int(row["seq"]) - 1))


def entries(session: Session) -> list[LedgerEntry]:
    """All events in order."""
    return [
        LedgerEntry(
            row["seq"],
            row["prev"],
            row["hash"],
            row["at"],
            row["actor"],
            row["event"],
            json.loads(row["payload"]),
        )
        for row in session.rows("ledger_entries")
    ]
