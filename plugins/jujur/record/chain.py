"""The chain of the ledger: what one event is, what it must hash to, and walking it link by link (P37)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jujur.domain.errors import LedgerBroken
from jujur.record.canonical import canonical_json, sha256_hex

if TYPE_CHECKING:
    from jujur.record.database import Session

GENESIS = "0" * 64
# Events that seal the rows of tables (`record.seals`): those of one transaction, or those from before there were seals.
SEALED = "transaction_sealed"
LEGACY_SEALED = "legacy_sealed"


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


def position(session: Session, digest: str) -> int | None:
    """The sequence number of the event with this hash: 0 for the genesis hash, None when it is not in the chain."""
    if digest == GENESIS:
        return 0
    row = session.row("ledger_seq_of_hash", hash=digest)
    return int(row["seq"]) if row else None


def walk(session: Session, since: int = 0) -> Iterator[LedgerEntry]:
    """Every event after ``since`` in order, each held against the one before it, one at a time in memory.

    Raises LedgerBroken at the first link that does not hold, or when there is no event ``since`` to begin from.
    """
    seq, prev = since, _hash_at(session, since)
    for row in session.stream("ledger_after", since=since):
        seq += 1
        if row["seq"] != seq:
            raise LedgerBroken(
                f"Buku besar putus: setelah urutan {seq - 1} seharusnya {seq}, ada {row['seq']}."
            )
        if row["prev"] != prev:
            raise LedgerBroken(f"Buku besar putus pada urutan {seq}: sidik pendahulu tidak cocok.")
        entry = _entry(row)
        if entry is None or entry.hash != entry_hash(
            seq, prev, entry.at, entry.actor, entry.event, entry.payload
        ):
            raise LedgerBroken(f"Buku besar putus pada urutan {seq} ({row['event']}): isi telah diubah.")
        prev = entry.hash
        yield entry


def _hash_at(session: Session, seq: int) -> str:
    if seq == 0:
        return GENESIS
    row = next(session.stream("ledger_after", since=seq - 1), None)
    if row is None or row["seq"] != seq:
        raise LedgerBroken(f"Buku besar terpotong: urutan {seq} tidak ada lagi di dalamnya.")
    return str(row["hash"])


def _entry(row: Mapping[str, Any]) -> LedgerEntry | None:
    """The event of a row, or None when its payload is not the canonical JSON that was entered."""
    if not all(type(row[name]) is str for name in ("hash", "at", "actor", "event", "payload")):
        return None
    try:
        payload = json.loads(row["payload"])
        if not isinstance(payload, dict) or canonical_json(payload).decode() != row["payload"]:
            return None
    except ValueError:
        return None
    return LedgerEntry(row["seq"], row["prev"], row["hash"], row["at"], row["actor"], row["event"], payload)
