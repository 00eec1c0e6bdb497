"""Checking the record: chain, seals, printed heads, timestamps, files; the first thing that does not hold is named (P37)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jujur.domain.errors import LedgerBroken
from jujur.record import chain, seals
from jujur.record.chain import LedgerEntry
from jujur.record.raw import RawStore
from jujur.record.seals import LEGACY, Break, TableSeal

if TYPE_CHECKING:
    from jujur.record.database import Session


@dataclass(slots=True)
class _Said:
    """What the chain says about the rest of the record."""

    since: int
    newest: int
    # By transaction: the seals of its tables; and which event sealed it.
    sealed: dict[int, dict[str, TableSeal]] = field(default_factory=dict)
    sealed_by: dict[int, int] = field(default_factory=dict)
    # By sha256: the event that first named the file.
    files: dict[str, int] = field(default_factory=dict)


def verify(session: Session, raw: RawStore | None = None, since: int = 0) -> int:
    """Checks the record; returns the number of events in its ledger. With ``raw`` also the files that the ledger speaks of.

    In this order: every link of the chain, which ends in a seal; every table against the seals of the transactions that wrote
    it, no row outside; the heads that editions print (L48); timestamps; files. With ``since``, only what came after that event,
    trusting it.

    Raises LedgerBroken naming the first broken link: event, table, transaction and what differs.
    """
    said = _listen(session, since)
    if found := seals.first_break(session, said.sealed, since):
        raise LedgerBroken(_sentence(found, said))
    if said.newest and not (since or said.sealed):
        raise LedgerBroken("Buku besar belum disegel sama sekali. Jalankan `jujur init`.")
    _check_heads(session, said, since)
    _check_tokens(session)
    if raw is not None:
        _check_files(raw, said)
    return said.newest


def _listen(session: Session, since: int) -> _Said:
    """Walks the chain and gathers what it says. Raises LedgerBroken at a broken link or at a seal out of place."""
    said, newest_seal = _Said(since, since), since
    for entry in chain.walk(session, since):
        said.newest = entry.seq
        if entry.event == chain.LEGACY_SEALED:
            _enter_seal(said, LEGACY, entry, is_in_place=not said.sealed)
        elif entry.event == chain.SEALED:
            transaction = entry.payload.get("transaction")
            _enter_seal(said, transaction, entry, _is_in_place(transaction, entry.seq, newest_seal, since))
            newest_seal = entry.seq
        elif "sha256" in entry.payload and "size" in entry.payload:
            said.files.setdefault(entry.payload["sha256"], entry.seq)
    if newest_seal != said.newest and newest_seal:
        raise LedgerBroken(
            f"Buku besar terpotong: urutan {said.newest} adalah yang terakhir dan tidak disegel."
        )
    return said


def _is_in_place(transaction: object, seq: int, newest_seal: int, since: int) -> bool:
    """A seal covers every event since the seal before it. Only what came before the first seal, or ``since``, is not known."""
    if type(transaction) is not int or not LEGACY < transaction <= seq:
        return False
    return transaction == newest_seal + 1 or newest_seal == since


def _enter_seal(said: _Said, transaction: Any, entry: LedgerEntry, is_in_place: bool) -> None:
    try:
        tables = seals.from_payload(entry.payload["tables"])
    except (KeyError, TypeError, AttributeError):
        tables = None
    if tables is None or not is_in_place:
        raise LedgerBroken(f"Segel pada urutan {entry.seq} tidak sah: bukan penutup transaksi sebelumnya.")
    if not said.since or transaction > said.since:
        said.sealed[transaction] = tables
        said.sealed_by[transaction] = entry.seq


def _sentence(found: Break, said: _Said) -> str:
    if found.transaction in said.sealed_by:
        where = f"transaksi {found.transaction}" if found.transaction != LEGACY else "baris lama"
        return f"Catatan tidak cocok dengan segel urutan {said.sealed_by[found.transaction]} ({where}): {found.text}."
    if found.transaction > said.newest:
        return (
            f"Buku besar terpotong pada urutan {said.newest}: {found.text} (transaksi {found.transaction})."
        )
    if found.transaction == LEGACY and not said.sealed:
        return f"Catatan belum disegel: {found.text}. Jalankan `jujur init`."
    where = f"transaksi {found.transaction}" if found.transaction > LEGACY else "tanpa transaksi"
    return f"Catatan memuat yang tidak dikenal buku besar ({where}): {found.text}."


def _check_heads(session: Session, said: _Said, since: int) -> None:
    """A chain cut off or rebuilt is consistent in itself; the heads printed in editions give it away (L48)."""
    rows = session.rows("edition_heads")
    issued: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in sorted((row for row in rows if row["issue"] is not None), key=lambda row: row["issue"]):
        issued[row["kind"], row["area_code"]].append(row)
    for row in sorted(rows, key=lambda row: (row["sealed_in"] or LEGACY, row["edition_id"])):
        transaction = row["sealed_in"] or LEGACY
        if since and transaction <= since:
            continue
        at = chain.position(session, row["ledger_head"])
        if at is None or (transaction and at > said.sealed_by[transaction]):
            raise LedgerBroken(
                f"Buku besar terpotong: kepala {row['ledger_head'][:16]} yang tercetak pada edisi "
                f"{row['edition_id']} tidak ada lagi di dalamnya."
            )
        earlier = issued[row["kind"], row["area_code"]]
        before = bisect_left([one["issued_in"] or LEGACY for one in earlier], transaction)
        former = earlier[before - 1]["ledger_head"] if before else ""
        if transaction and (row["former_head"] or "") != former:
            raise LedgerBroken(
                f"Edisi {row['edition_id']} mengulang kepala {(row['former_head'] or 'kosong')[:16]}, padahal terbitan "
                f"sebelumnya mencetak {(former or 'kosong')[:16]}."
            )


def _check_tokens(session: Session) -> None:
    for row in session.rows("timestamp_tokens"):
        if chain.position(session, row["head"]) != row["ledger_seq"]:
            raise LedgerBroken(
                f"Buku besar terpotong: kepala {row['head'][:16]} yang dicap waktu oleh {row['authority']} "
                f"tidak ada lagi pada urutan {row['ledger_seq']}."
            )


def _check_files(raw: RawStore, said: _Said) -> None:
    for sha256, seq in said.files.items():
        if problem := raw.problem(sha256):
            raise LedgerBroken(f"Buku besar urutan {seq} menyebut berkas yang tidak utuh lagi: {problem}")
