"""Asking an authority outside the desk to vouch for the ledger heads that editions print (RFC 3161, P37, L48)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from jujur.domain.editions import EditionStatus
from jujur.domain.errors import TimestampRefused
from jujur.domain.timestamps import TimestampState
from jujur.operations.desk import Desk
from jujur.record import chain, editions, ledger, timestamps
from jujur.record.canonical import sha256_hex
from jujur.settings import places


def stamp_editions(desk: Desk, edition_ids: Sequence[str]) -> None:
    """Has the head that frozen editions print stamped, once, before their figures are computed.

    Does nothing where no authority is configured. One that cannot be reached, or whose answer does not verify, never holds an
    edition back: the ledger says so, and the edition prints "belum bercap waktu".
    """
    authority = places.timestamp_authority()
    if authority is None:
        return
    for head, edition_id in _unstamped(desk, edition_ids).items():
        _stamp(desk, authority, head, edition_id)


def _unstamped(desk: Desk, edition_ids: Sequence[str]) -> dict[str, str]:
    """The heads that may still be stamped, and an edition that prints each."""
    with desk.database.reading() as session:
        return {
            editions.edition_by_id(session, edition_id).ledger_head: edition_id
            for edition_id in edition_ids
            if EditionStatus.COMPUTED not in editions.statuses(session, edition_id)
            and timestamps.timestamp_of_edition(session, edition_id) is None
        }


def _stamp(desk: Desk, authority: places.TimestampAuthority, head: str, edition_id: str) -> None:
    from jujur import sealing

    host = urlsplit(authority.url).hostname or authority.url
    # The network is asked outside any transaction: nobody else waits for it.
    try:
        stamp = sealing.request_timestamp(authority.url, head, authority.certificates)
    except TimestampRefused as error:
        with desk.database.writing() as session:
            told = {"head": head, "authority": host, "reason": str(error)[:500]}
            ledger.append(session, desk.now(), "desk", "head_not_stamped", told)
        return
    with desk.database.writing() as session:
        if timestamps.timestamp_of_edition(session, edition_id) is not None:
            return  # another run was faster
        seq = chain.position(session, head)
        assert seq is not None, "an edition prints a head of this very chain"
        timestamps.add_token(session, TimestampState(seq, head, host, stamp.stamped_at), stamp.token)
        entered: dict[str, str | int] = {
            "head": head,
            "seq": seq,
            "authority": host,
            "token": sha256_hex(stamp.token),
        }
        ledger.append(session, desk.now(), "desk", "head_stamped", entered)
