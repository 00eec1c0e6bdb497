"""Holding the record against what lies outside the database: printed heads, PDFs, timestamps, an officer's note (P37, L48).

A chain that was cut off or made anew is consistent in itself, but does not know the heads that were printed, stamped or noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur.domain.errors import AuditFailed, LedgerBroken, TimestampRefused
from jujur.operations.desk import Desk
from jujur.record import chain, ledger, timestamps
from jujur.record.database import Session
from jujur.settings import places

PDF = b"%PDF-"
# A page prints the first sixteen digits of a head; fewer would be a guess.
SHORTEST_HEAD = 16


def check_record(
    desk: Desk, pdfs: Mapping[str, bytes] | None = None, expected: Sequence[str] = (), since: int = 0
) -> int:
    """Checks the record and everything that anchors it; returns the number of events in the ledger.

    ``pdfs`` are reports from outside, by name; ``expected`` are heads that somebody noted, whole or their printed beginning.
    With ``since``, tables, heads and files of what came after that event only. Raises LedgerBroken naming the first broken link.
    """
    with desk.database.reading() as session:
        count = ledger.verify(session, desk.raw, since)
        for head in expected:
            _check_expected(session, head)
        _check_tokens(session)
        for name, pdf in (pdfs or {}).items():
            facts = _facts(pdf)
            if facts is None:
                raise LedgerBroken(f"{name} bukan laporan desk: tidak memuat angka dan kepala buku besar.")
            _check_report(session, name, facts)
        if not since:
            for sha256, facts in _issued(desk, session):
                _check_report(session, f"berkas {sha256[:16]} di simpanan", facts)
    return count


def _check_expected(session: Session, head: str) -> None:
    wanted = "".join(head.split()).lower()
    if len(wanted) < SHORTEST_HEAD or session.row("ledger_seq_of_beginning", beginning=wanted) is None:
        raise LedgerBroken(f"Buku besar tidak memuat kepala {wanted}: terpotong, atau disusun ulang.")


def _check_tokens(session: Session) -> None:
    """Every timestamp is verified again; without the authority's certificate nothing can be said and nothing is claimed."""
    authority = places.timestamp_authority()
    if authority is None:
        return
    from jujur import sealing

    for state, token in timestamps.tokens(session):
        try:
            stamp = sealing.read_timestamp(token, state.head, authority.certificates)
        except TimestampRefused as error:
            raise LedgerBroken(
                f"Cap waktu kepala urutan {state.ledger_seq} tidak berlaku: {error}"
            ) from error
        if stamp.stamped_at != state.stamped_at:
            raise LedgerBroken(f"Cap waktu kepala urutan {state.ledger_seq} menyebut waktu lain.")


def _issued(desk: Desk, session: Session) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The reports in the raw store that no sender sent: ours, whether this ledger still knows them or not."""
    received = {row["sha256"] for row in session.rows("submission_digests")}
    for sha256 in desk.raw.digests():
        if sha256 not in received:
            if problem := desk.raw.problem(sha256):
                raise LedgerBroken(problem)
            data = desk.raw.get(sha256)
            facts = _facts(data) if data.startswith(PDF) else None
            if facts is not None:
                yield sha256, facts


def _facts(pdf: bytes) -> Mapping[str, Any] | None:
    """What a report says of itself; None when it is no report of this program."""
    from jujur import auditing

    try:
        identity = auditing.read_facts(pdf).get("identity")
    except AuditFailed:
        return None
    is_report = isinstance(identity, dict) and {"edition", "ledger_head"} <= set(identity)
    return identity if is_report else None


def _check_report(session: Session, name: str, identity: Mapping[str, Any]) -> None:
    """A report's head and former head stand in the chain, and the record knows the edition with just these.

    That they stand there before the edition was frozen is what `ledger.verify` has found of every edition in the record.
    """
    edition = session.row("edition_by_id", edition_id=str(identity["edition"]))
    if edition is None:
        raise LedgerBroken(f"{name} adalah edisi {identity['edition']}, yang tidak dikenal catatan ini.")
    for key, label in (("ledger_head", "kepala"), ("former_head", "kepala sebelumnya")):
        printed = str(identity.get(key) or "")
        if printed != (edition[key] or ""):
            raise LedgerBroken(
                f"{name} mencetak {label} {printed[:16] or 'kosong'}, catatan edisi {edition['edition_id']} menyebut "
                f"{(edition[key] or 'kosong')[:16]}."
            )
        at = chain.position(session, printed) if printed else 0
        if at is None:
            raise LedgerBroken(
                f"Buku besar tidak memuat {label} {printed[:16]} yang tercetak pada {name} ({edition['edition_id']}): "
                "terpotong, atau disusun ulang."
            )
