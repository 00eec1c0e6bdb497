"""Signed copies of editions (P39): which bytes, over which audited bytes, signed by which offices."""

from __future__ import annotations

import json
from typing import Any

from jujur.domain.periods import from_text, to_text
from jujur.domain.signatures import EditionSeal, SignatureMade
from jujur.record.canonical import canonical_json
from jujur.record.database import Session


def add_seal(session: Session, seal: EditionSeal) -> None:
    """Adds a signed copy; its bytes are in the raw store."""
    session.run(
        "insert_edition_seal",
        edition_id=seal.edition_id,
        sha256=seal.sha256,
        size=seal.size,
        unsigned_sha256=seal.unsigned_sha256,
        unsigned_len=seal.unsigned_len,
        sealer=seal.sealer,
        signatures=canonical_json([signature_to_json(one) for one in seal.signatures]).decode(),
        trust_sha256=seal.trust_sha256,
        sealed_at=to_text(seal.sealed_at),
    )


def seals_of(session: Session, edition_id: str) -> list[EditionSeal]:
    """The signed copies of an edition, the oldest first."""
    return [
        EditionSeal(
            edition_id=row["edition_id"],
            sha256=row["sha256"],
            size=row["size"],
            unsigned_sha256=row["unsigned_sha256"],
            unsigned_len=row["unsigned_len"],
            sealer=row["sealer"],
            signatures=tuple(_signature(one) for one in json.loads(row["signatures"])),
            trust_sha256=row["trust_sha256"],
            sealed_at=from_text(row["sealed_at"]),
        )
        for row in session.rows("seals_of_edition", edition_id=edition_id)
    ]


def signature_to_json(signature: SignatureMade) -> dict[str, Any]:
    """A signature as table and ledger carry it."""
    return {
        "act": signature.act,
        "signer": signature.signer,
        "certificate": signature.certificate,
        "signed_at": to_text(signature.signed_at) if signature.signed_at else None,
        "level": signature.level,
        "note": signature.note,
    }


def _signature(said: dict[str, Any]) -> SignatureMade:
    signed_at = from_text(said["signed_at"]) if said["signed_at"] else None
    return SignatureMade(
        said["act"], said["signer"], said["certificate"], signed_at, said["level"], said["note"]
    )
