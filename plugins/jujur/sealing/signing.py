"""Signing an edition (P39): two invisible signatures by incremental update, the verifier's first, which certifies (DocMDP).

PAdES B-B; B-T where an authority stamps and its stamp verifies. Nothing but the second signature may follow the first, and
nothing at all the second. A key signs only for a decision of its own act that is in the record: no decision, no signature (P38).
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography.hazmat.primitives import serialization
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from jujur.domain.editions import Act, Edition
from jujur.domain.errors import DecisionRefused, SealRefused, TimestampRefused
from jujur.domain.periods import WIB
from jujur.domain.reports import Accountable
from jujur.domain.signatures import CLASS, SIGNING_ORDER, SignatureMade
from jujur.sealing.files import RevisionWriter
from jujur.sealing.keys import LONGEST_NAME, SealKey, load_private
from jujur.sealing.timestamps import SECONDS, ask
from jujur.sealing.verification import certificates, verify_signatures

FIELDS: dict[Act, str] = {"verify": "Verifikasi", "approve": "Persetujuan"}
_DEEDS: dict[Act, str] = {"verify": "Memverifikasi", "approve": "Menyetujui"}
# Outside the page, so that PDF/UA asks for no tag, and printable, as PDF/A asks.
_UNSEEN = fields.InvisSigSettings(box_out_of_bounds=True)


@dataclass(frozen=True, slots=True)
class StampService:
    """A timestamp authority: its address and the certificates (PEM) that its answers must verify against."""

    url: str
    certificates: bytes
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed file, which begins with the bytes that were given, and its signatures in order."""

    pdf: bytes
    signatures: tuple[SignatureMade, ...]


class _Stamper(TimeStamper):
    """Asks over the same road as for ledger heads."""

    service: StampService

    def __init__(self, service: StampService) -> None:
        TimeStamper.__init__(self)
        self.service = service

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = ask(self.service.url, req.dump(), self.service.seconds)
        return tsp.TimeStampResp.load(answer)


def sign_edition(
    pdf: bytes,
    edition: Edition,
    decisions: Sequence[Accountable],
    keys: Mapping[Act, SealKey],
    signed_at: datetime,
    service: StampService | None = None,
) -> Signed:
    """The edition with the signatures of verifier and approver.

    Raises DecisionRefused unless each act has one agreeing decision of its own, by two people, and SealRefused when a key is
    missing, is another act's or another office's, or when what was signed does not verify. An authority that does not answer, or
    answers with no valid stamp, never holds an edition back: the signature is then of level B-B, and says why in ``note``.
    """
    agreed = {act: _agreed(decisions, act) for act in SIGNING_ORDER}
    if len({one.decision.actor for one in agreed.values()}) != len(SIGNING_ORDER):
        raise DecisionRefused(f"Edisi {edition.id} diputuskan oleh satu orang; tidak ditandatangani (P38).")
    made: list[SignatureMade] = []
    signed = pdf
    for act in SIGNING_ORDER:
        signed, signature = _sign(
            signed, edition, agreed[act], _key_for(keys, agreed[act]), signed_at, service
        )
        made.append(signature)
    if not signed.startswith(pdf):
        raise SealRefused("Berkas bertanda tangan tidak berawal dengan bita yang diaudit.")
    return Signed(signed, tuple(made))


def _agreed(decisions: Sequence[Accountable], act: Act) -> Accountable:
    of_act = [one for one in decisions if one.decision.act == act]
    if len(of_act) != 1 or not of_act[0].decision.is_agreed:
        raise DecisionRefused(
            f"Tidak ada keputusan setuju untuk {act}: tanpa keputusan, tanpa tanda tangan (P39)."
        )
    return of_act[0]


def _key_for(keys: Mapping[Act, SealKey], decision: Accountable) -> SealKey:
    act = decision.decision.act
    key = keys.get(act)
    if key is None or key.act != act:
        raise SealRefused(f"Tidak ada kunci meterai untuk {act}.")
    if decision.office[:LONGEST_NAME] not in key.offices:
        raise SealRefused(
            f"Kunci {act} dibuat untuk {', '.join(key.offices)}, sedangkan yang memutuskan {decision.office}. "
            "Buat kunci baru: jujur seal keys --renew."
        )
    return key


def _sign(
    pdf: bytes,
    edition: Edition,
    decision: Accountable,
    key: SealKey,
    signed_at: datetime,
    service: StampService | None,
) -> tuple[bytes, SignatureMade]:
    note = ""
    if service is not None:
        try:
            stamped = _add_signature(pdf, edition, decision, key, signed_at, _Stamper(service))
            _refuse_unsound(stamped, key, service.certificates)
            return stamped, _made(decision, key, signed_at, "B-T")
        # ValueError is what the library raises about an answer that is no timestamp.
        except (TimestampRefused, TimestampRequestError, SealRefused, ValueError) as error:
            note = str(error)[:300]
    signed = _add_signature(pdf, edition, decision, key, signed_at, None)
    _refuse_unsound(signed, key, None)
    return signed, _made(decision, key, signed_at, "B-B", note)


def _made(
    decision: Accountable, key: SealKey, signed_at: datetime, level: Literal["B-B", "B-T"], note: str = ""
) -> SignatureMade:
    return SignatureMade(decision.decision.act, decision.office, key.fingerprint, signed_at, level, note)


def _refuse_unsound(pdf: bytes, key: SealKey, authorities: bytes | None) -> None:
    """What was just made is read back like anybody's: a signature that we would not accept is none."""
    newest = verify_signatures(pdf, key.authority, authorities)[-1]
    if not newest.is_sound or newest.certificate != key.fingerprint:
        raise SealRefused(f"Tanda tangan {newest.field} tidak sah: {'; '.join(newest.problems)}.")
    if authorities is not None and newest.stamped_at is None:
        raise TimestampRefused("Tanda tangan tidak bercap waktu.")


def _add_signature(
    pdf: bytes,
    edition: Edition,
    decision: Accountable,
    key: SealKey,
    signed_at: datetime,
    stamper: _Stamper | None,
) -> bytes:
    act = decision.decision.act
    decided_at = decision.decision.decided_at.astimezone(WIB)
    writer = RevisionWriter(pdf)
    if act == SIGNING_ORDER[0]:
        _add_fields(writer)
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELDS[act],
        md_algorithm="sha256",
        certify=act == SIGNING_ORDER[0],
        docmdp_permissions=_permitted(act),
        subfilter=fields.SigSeedSubFilter.PADES,
        name=decision.office,
        reason=f"{_DEEDS[act]} {edition.number} R{edition.revision}, keputusan {decided_at:%d-%m-%Y %H.%M} WIB. {CLASS}.",
    )
    return asyncio.run(
        _write(signers.PdfSigner(metadata, _signer(key), timestamper=stamper), writer, signed_at)
    )


def _permitted(act: Act) -> fields.MDPPerm:
    return fields.MDPPerm.FILL_FORMS if act == SIGNING_ORDER[0] else fields.MDPPerm.NO_CHANGES


def _add_fields(writer: RevisionWriter) -> None:
    """Both fields come with the first signature, so that the second one only fills its own and adds nothing."""
    for act in SIGNING_ORDER:
        is_last = act == SIGNING_ORDER[-1]
        fields.append_signature_field(
            writer,
            fields.SigFieldSpec(
                FIELDS[act],
                field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.ALL) if is_last else None,
                doc_mdp_update_value=_permitted(act) if is_last else None,
                invis_sig_settings=_UNSEEN,
                readable_field_name=f"Tanda tangan {FIELDS[act].lower()}, {CLASS}",
            ),
        )


def _signer(key: SealKey) -> signers.SimpleSigner:
    (certificate,) = certificates(key.certificate)
    private = load_private(key.private).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # The authority's certificate is not put in: nothing in the file vouches for it, and readers get it elsewhere.
    return signers.SimpleSigner(certificate, asn1_keys.PrivateKeyInfo.load(private), SimpleCertificateStore())


async def _write(signer: signers.PdfSigner, writer: RevisionWriter, signed_at: datetime) -> bytes:
    """`PdfSigner.sign_pdf`, step by step: it would take the machine's clock, and a room never reads a clock."""
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = signed_at
    checked = await session.perform_presign_validation(writer)
    room = await session.estimate_signature_container_size(checked, tight=False)
    document = session.prepare_tbs_document(checked, room)
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=signed_at)
    await document.perform_signature(prepared.document_digest, attributes)
    assert isinstance(output, io.BytesIO)
    return output.getvalue()
