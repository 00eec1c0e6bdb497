"""Sealing published editions (P39): after the audited build, before the first message, by the decisions in the record.

The status "terbit" stays bound to the audited, unsigned bytes. Signing adds bytes at their end; the event ``edition_sealed`` and
the table ``edition_seal`` bind what is sent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jujur import sealing
from jujur.domain.editions import Edition, EditionStatus
from jujur.domain.errors import PublicationBlocked
from jujur.domain.reports import Accountable
from jujur.domain.signatures import EditionSeal, Sealer, said, seal_problems
from jujur.operations import seal_keys
from jujur.operations.desk import Desk, open_desk
from jujur.record import edition_seals, editions, ledger
from jujur.record.canonical import sha256_hex
from jujur.record.database import Session
from jujur.settings import places


def seal_edition(edition_id: str) -> str:
    """Signs a published edition, once; returns the sha256 of the signed bytes.

    With an outside signer configured, hands the edition over and takes it back signed. Raises PublicationBlocked when it is not
    published, or when nothing came back yet; SealRefused when keys or what came back are not right; DecisionRefused when a
    decision is missing.
    """
    with open_desk() as desk:
        with desk.database.reading() as session:
            done = edition_seals.seals_of(session, edition_id)
            if done:
                return done[-1].sha256
            edition, unsigned = _published(desk, session, edition_id)
        outside = places.outside_signing()
        if outside is None:
            signed, authority = _sign(desk, edition, unsigned)
            return _enter(desk, edition, unsigned, signed, "desk", authority)
        signer = sealing.FileHandOver(outside.folder)
        return _by_outside_signer(desk, edition, unsigned, signer, outside.certificates)


def _published(desk: Desk, session: Session, edition_id: str) -> tuple[Edition, bytes]:
    edition = editions.edition_by_id(session, edition_id)
    steps = editions.statuses(session, edition_id)
    sha256 = steps.get(EditionStatus.PUBLISHED)
    if not sha256:
        raise PublicationBlocked(f"Edisi {edition_id} belum terbit; tidak ada yang dapat ditandatangani.")
    if EditionStatus.WITHDRAWN in steps:
        raise PublicationBlocked(f"Edisi {edition_id} sudah ditarik; tidak ditandatangani lagi.")
    return edition, desk.raw.get(sha256)


def _sign(desk: Desk, edition: Edition, unsigned: bytes) -> tuple[sealing.Signed, bytes]:
    with desk.database.reading() as session:
        keys = seal_keys.keys_in_force(desk, session)
        decisions = [
            Accountable(desk.config.office_of(decision.actor), decision)
            for decision in editions.decisions_of(session, edition.id)
        ]
    signed = sealing.sign_edition(unsigned, edition, decisions, keys, desk.now(), _stamp_service())
    return signed, keys["verify"].authority


def _stamp_service() -> sealing.StampService | None:
    authority = places.timestamp_authority()
    return None if authority is None else sealing.StampService(authority.url, authority.certificates)


def _by_outside_signer(
    desk: Desk, edition: Edition, unsigned: bytes, signer: sealing.OutsideSigner, trust: bytes
) -> str:
    signer.hand_over(edition, unsigned)
    returned = signer.take_back(edition)
    if returned is None:
        raise PublicationBlocked(
            f"Edisi {edition.id} menunggu tanda tangan tersertifikasi dari luar; berkasnya sudah diserahkan."
        )
    return _enter(desk, edition, unsigned, _accepted(unsigned, returned, trust), "luar", trust)


def _accepted(unsigned: bytes, returned: bytes, trust: bytes) -> sealing.Signed:
    service = _stamp_service()
    return sealing.accept(unsigned, returned, trust, service.certificates if service else None)


def export_edition(desk: Desk, edition_id: str, folder: Path) -> list[Path]:
    """Writes the unsigned edition, its sha256 and an instruction for an outside signer; returns the files."""
    with desk.database.reading() as session:
        edition, unsigned = _published(desk, session, edition_id)
    sealing.FileHandOver(folder).hand_over(edition, unsigned)
    return sorted(folder.glob(f"{edition.id}.*"))


def import_edition(desk: Desk, edition_id: str, returned: bytes, trust: bytes) -> str:
    """Takes an edition back that was signed outside; returns the sha256 of the signed bytes.

    ``trust`` are the certificates (PEM) of the outside authority; they are kept beside the file. The same file given again
    changes nothing. Raises SealRefused unless the bytes begin with ours and every signature holds.
    """
    with desk.database.reading() as session:
        edition, unsigned = _published(desk, session, edition_id)
        known = [seal.sha256 for seal in edition_seals.seals_of(session, edition_id)]
    sha256 = sha256_hex(returned)
    if sha256 in known:
        return sha256
    return _enter(desk, edition, unsigned, _accepted(unsigned, returned, trust), "luar", trust)


def _enter(
    desk: Desk, edition: Edition, unsigned: bytes, signed: sealing.Signed, sealer: Sealer, trust: bytes
) -> str:
    sha256 = sha256_hex(signed.pdf)
    with desk.database.writing() as session:
        done = edition_seals.seals_of(session, edition.id)
        if done and (sealer == "desk" or sha256 in {one.sha256 for one in done}):
            return done[-1].sha256  # another run was faster
        seal = EditionSeal(
            edition_id=edition.id,
            sha256=desk.raw.put(signed.pdf),
            size=len(signed.pdf),
            unsigned_sha256=sha256_hex(unsigned),
            unsigned_len=len(unsigned),
            sealer=sealer,
            signatures=signed.signatures,
            trust_sha256=desk.raw.put(trust),
            sealed_at=desk.now(),
        )
        edition_seals.add_seal(session, seal)
        ledger.append(session, seal.sealed_at, "desk", "edition_sealed", _payload(seal))
    return sha256


def _payload(seal: EditionSeal) -> dict[str, Any]:
    return {
        "edition": seal.edition_id,
        "sha256": seal.sha256,
        "size": seal.size,
        "unsigned_sha256": seal.unsigned_sha256,
        "unsigned_len": seal.unsigned_len,
        "sealer": seal.sealer,
        "signatures": [edition_seals.signature_to_json(one) for one in seal.signatures],
        "trust": seal.trust_sha256,
    }


def seal_in_force(session: Session, edition_id: str, already_sent: str | None = None) -> EditionSeal:
    """The signed copy that is sent: the one that was sent before, else the newest (P40: everyone gets the same bytes).

    Raises PublicationBlocked while there is none.
    """
    seals = edition_seals.seals_of(session, edition_id)
    if not seals:
        raise PublicationBlocked(
            f"Edisi {edition_id} belum ditandatangani pemeriksa dan penyetuju; tidak ada yang boleh dikirim (P39)."
        )
    return next((seal for seal in seals if seal.sha256 == already_sent), seals[-1])


def refuse_broken_seal(desk: Desk, edition_id: str, pdf: bytes) -> None:
    """Raises PublicationBlocked unless ``pdf`` is a recorded signed copy whose signatures hold (P39, L41).

    That the file begins with the audited bytes is not enough: whoever adds a revision behind them can cover every page.
    """
    with desk.database.reading() as session:
        found = seal_differences(desk, session, edition_id, pdf)
    if found:
        raise PublicationBlocked(
            f"Edisi {edition_id}: berkas yang hendak dikirim tidak bermeterai utuh ({found[0]}); tidak dikirim."
        )


def seal_differences(desk: Desk, session: Session, edition_id: str, pdf: bytes) -> list[str]:
    """Why a signed copy is not what the record says it is; [] where file, signatures and record agree."""
    sha256 = sha256_hex(pdf)
    seal = next((one for one in edition_seals.seals_of(session, edition_id) if one.sha256 == sha256), None)
    if seal is None:
        return ["salinan bertanda tangan ini tidak tercatat"]
    found = []
    if sha256_hex(pdf[: seal.unsigned_len]) != seal.unsigned_sha256:
        found.append("bita pertama salinan ini bukan bita yang diaudit")
    states = sealing.verify_signatures(pdf, desk.raw.get(seal.trust_sha256))
    if seal.sealer == "desk":
        return found + seal_problems(states)
    return found + [line for state in states for line in said(state)]
