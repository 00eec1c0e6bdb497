"""The desk's own signing keys: made once, entered into the ledger, and only ever used as entered (P39)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jujur import sealing
from jujur.domain.acts import MINIMUM_REASON
from jujur.domain.editions import Act
from jujur.domain.errors import SealRefused
from jujur.domain.signatures import SIGNING_ORDER
from jujur.operations.desk import Desk
from jujur.record import ledger
from jujur.record.database import Session
from jujur.settings import places

EVENT = "seal_keys_made"


def make_first_keys(desk: Desk, session: Session) -> list[str]:
    """Makes keys where the ledger knows of none; returns what was done. Keys that were lost are never made anew silently."""
    if session.rows("ledger_events", event=EVENT):
        return []
    return [f"kunci meterai desk dibuat, sidik otoritas {_make(desk, session, 'penyiapan desk')[:16]}"]


def renew_keys(desk: Desk, reason: str) -> str:
    """New keys below a new authority; the old private keys are destroyed. Returns the authority's fingerprint.

    Raises SealRefused when the reason is no sentence.
    """
    if len(reason.strip()) < MINIMUM_REASON:
        raise SealRefused(f"Alasan mengganti kunci paling sedikit {MINIMUM_REASON} huruf.")
    with desk.database.writing() as session:
        authority = _make(desk, session, reason.strip())
    folder = places.seal_keys_dir()
    sealing.destroy_other_keys(folder, folder / authority[:16])
    return authority


def _make(desk: Desk, session: Session, reason: str) -> str:
    now = desk.now()
    # In a demonstration the desk's clock and the machine's differ; a timestamp authority goes by the latter.
    keys = sealing.make_keys(desk.config.letterhead.desk, _offices(desk), min(now, desk.real_now()))
    authority = keys["verify"].authority
    fingerprint = sealing.fingerprint(authority)
    sealing.write_keys(places.seal_keys_dir(), keys)
    ledger.append(
        session,
        now,
        "desk",
        EVENT,
        {
            "authority": fingerprint,
            "sha256": desk.raw.put(authority),
            "size": len(authority),
            "certificates": {act: key.fingerprint for act, key in keys.items()},
            "reason": reason,
        },
    )
    return fingerprint


def _offices(desk: Desk) -> dict[Act, tuple[str, ...]]:
    """The offices of each act, each once, as officers.yaml names them."""
    return {
        act: tuple(dict.fromkeys(one.office for one in desk.config.officers if one.act == act))
        for act in SIGNING_ORDER
    }


def keys_in_force(desk: Desk, session: Session) -> Mapping[Act, sealing.SealKey]:
    """The keys that the ledger entered last.

    Raises SealRefused when there are none, or when the files are not those: nobody may put other keys in their place.
    """
    entered = _newest(session)
    keys = {act: sealing.read_key(places.seal_keys_dir(), entered["authority"], act) for act in SIGNING_ORDER}
    for act, key in keys.items():
        if key.fingerprint != entered["certificates"][act]:
            raise SealRefused(f"Sertifikat {act} bukan yang tercatat di buku besar; jangan dipakai.")
    return keys


def fingerprint_in_force(session: Session) -> str:
    """The fingerprint of the authority in force. Raises SealRefused while there is none."""
    return str(_newest(session)["authority"])


def _newest(session: Session) -> dict[str, Any]:
    made = session.rows("ledger_events", event=EVENT)
    if not made:
        raise SealRefused("Desk belum mempunyai kunci meterai. Jalankan: jujur seal keys.")
    entered: dict[str, Any] = json.loads(made[-1]["payload"])
    return entered


def trusted_authorities(desk: Desk, session: Session) -> bytes:
    """The certificates (PEM) of every authority that the desk ever had, from the record; b"" while there is none."""
    made = session.rows("ledger_events", event=EVENT)
    return b"".join(desk.raw.get(json.loads(row["payload"])["sha256"]) for row in made)
