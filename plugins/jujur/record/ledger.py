"""The ledger (buku besar): one event a row, hash-chained over canonical JSON (P37)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jujur.domain.errors import LedgerBroken
from jujur.domain.periods import to_text
from jujur.record.canonical import canonical_json, sha256_hex
from jujur.record.database import Session

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One event. ``hash`` is the sha256 over the canonical JSON of all the other fields, ``prev`` the hash before it."""

    seq: int
    prev: str
    hash: str
    at: str
    actor: str
    event: str
    payload: Mapping[str, Any]


def entry_hash(seq: int, prev: str, at: str, actor: str, event: str, payload: Mapping[str, Any]) -> str:
    """The hash that an entry must carry."""
    body = {"seq": seq, "prev": prev, "at": at, "actor": actor, "event": event, "payload": dict(payload)}
    return sha256_hex(canonical_json(body))


def append(session: Session, at: datetime, actor: str, event: str, payload: Mapping[str, Any]) -> LedgerEntry:
    """Adds one event inside the caller's write transaction and returns it."""
    head = session.row("ledger_head")
    seq, prev = (head["seq"] + 1, head["hash"]) if head else (1, GENESIS)
    at_text = to_text(at)
    digest = entry_hash(seq, prev, at_text, actor, event, payload)
    entry = LedgerEntry(seq, prev, digest, at_text, actor, event, payload)
    session.run(
        "insert_ledger",
        seq=seq,
        prev=prev,
        hash=digest,
        at=at_text,
        actor=actor,
        event=event,
        payload=canonical_json(dict(payload)).decode(),
    )
    return entry


def head(session: Session) -> str:
    """The hash of the newest event, or the genesis hash of an empty ledger."""
    row = session.row("ledger_head")
    return str(row["hash"]) if row else GENESIS


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


def verify(session: Session) -> int:
    """Checks the whole chain and that every head an edition has printed is still in it; returns the number of events.

    Raises LedgerBroken naming the first broken link.
    """
    prev, known = GENESIS, {GENESIS}
    chain = entries(session)
    for position, entry in enumerate(chain, start=1):
        if entry.seq != position:
            raise LedgerBroken(
                f"Buku besar putus: setelah urutan {position - 1} seharusnya {position}, ada {entry.seq}."
            )
        if entry.prev != prev:
            raise LedgerBroken(f"Buku besar putus pada urutan {entry.seq}: sidik pendahulu tidak cocok.")
        if entry.hash != entry_hash(entry.seq, entry.prev, entry.at, entry.actor, entry.event, entry.payload):
            raise LedgerBroken(f"Buku besar putus pada urutan {entry.seq} ({entry.event}): isi telah diubah.")
        prev = entry.hash
        known.add(prev)
    # A chain cut off or rebuilt is consistent in itself; the heads printed in editions give it away (L48).
    for row in session.rows("edition_heads"):
        if row["ledger_head"] not in known:
            raise LedgerBroken(
                f"Buku besar terpotong: kepala {row['ledger_head'][:16]} yang tercetak pada edisi "
                f"{row['edition_id']} tidak ada lagi di dalamnya."
            )
    return len(chain)
