"""Checking signatures (P39): what counts is pyHanko's bottom line with a policy stricter than its own, from the file alone.

``intact`` and ``valid`` say nothing about what was laid over a page after signing; only the bottom line, with the difference
between the signed revision and the file, does (architecture.md §7). Here, beside that:

- after a signature nothing may come but further signatures, timestamps and their validation material: no metadata, no form data;
- between the first revision, which the desk built and audited, and the first signature nothing may have been changed either;
- a signature is judged as of the time at which it was made, so that the answer is the same in ten years.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from asn1crypto import cms, pem, x509
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffPolicy,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from jujur.domain.editions import Act
from jujur.domain.errors import SealRefused
from jujur.domain.signatures import CLASS, SIGNING_ORDER, SignatureState
from jujur.sealing.changes import describe_changes
from jujur.sealing.files import RevisionReader, has_tail, reading
from jujur.sealing.holes import hole_problems
from jujur.sealing.objects import entry
from jujur.sealing.untouched import is_untouched, seen_signatures

# What the library has to say about a crooked file is said by us, once and in words; not by it, as a traceback on the terminal.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def _policy() -> DiffPolicy:
    level = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version"})),
            *(rule.as_qualified(level) for rule in (XrefStreamRule(), ObjectStreamRule(), DSSCompareRule())),
        ],
        form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
    )


AFTER_SIGNING = _policy()


def verify_signatures(
    pdf: bytes, trust: bytes | None = None, authorities: bytes | None = None
) -> tuple[SignatureState, ...]:
    """The state of every signature in a file, in the order of signing; () for a file without one.

    ``trust`` are the certificates (PEM) that signers are held against, ``authorities`` those of timestamp authorities. Without
    them a signature is only held against itself, and ``is_trusted`` (or ``stamped_at``) is None. Raises SealRefused for a file
    that cannot be read: that is no seal either.
    """
    with reading(pdf) as reader:
        signatures = list(reader.embedded_regular_signatures)
        if not signatures:
            return ()
        altered = _altered_before(reader, signatures[0])
        if has_tail(pdf, reader):
            altered = (*altered, "ada bita sesudah akhir berkas, di luar semua tanda tangan")
        return tuple(_state(pdf, reader, one, trust, authorities, altered) for one in signatures)


def _altered_before(reader: RevisionReader, first: EmbeddedPdfSignature) -> tuple[str, ...]:
    """What was changed between the first revision and the first signature beside signing, and what signatures cover."""
    if first.signed_revision == 0:
        return ("berkas ditulis ulang ketika ditandatangani; naskah asli tidak ada lagi di dalamnya",)
    found = [f"tanda tangan {name} menutupi sebagian halaman" for name in seen_signatures(reader)]
    if not is_untouched(reader, first.signed_revision):
        seen = describe_changes(
            reader.get_historical_resolver(0), reader.get_historical_resolver(first.signed_revision)
        )
        found.append(f"berkas diubah sebelum ditandatangani: {_listed(seen)}")
    return tuple(found)


def _listed(changes: tuple[str, ...]) -> str:
    return "; ".join(changes) or "perubahan yang tidak terlihat pada halaman"


def _state(
    pdf: bytes,
    reader: RevisionReader,
    signature: EmbeddedPdfSignature,
    trust: bytes | None,
    authorities: bytes | None,
    altered: tuple[str, ...],
) -> SignatureState:
    certificate, signed_at = signature.signer_cert, signature.self_reported_timestamp
    signed_at = signed_at.astimezone(UTC) if signed_at else None
    state = SignatureState(
        field=str(signature.field_name),
        act=_act(certificate),
        signer=str(certificate.subject.native.get("common_name", certificate.subject.human_friendly)),
        certificate=certificate.sha256.hex(),
        signed_at=signed_at,
        stamped_at=None,
        is_sound=False,
        is_trusted=None if trust is None else False,
        is_certifying=_is_certifying(reader, signature),
        changes=_changes_after(reader, signature),
    )
    if signed_at is None:
        return replace(state, problems=("waktu tanda tangan tidak ada",))
    status, stamped_at = _judge(signature, signed_at, trust, authorities)
    problems = (*_problems(status, state.changes), *hole_problems(pdf, signature), *altered)
    return replace(
        state,
        is_sound=status.bottom_line and not problems,
        is_trusted=None if trust is None else status.trusted,
        stamped_at=stamped_at if authorities is not None and status.bottom_line else None,
        problems=problems,
    )


def _judge(
    signature: EmbeddedPdfSignature, signed_at: datetime, trust: bytes | None, authorities: bytes | None
) -> tuple[PdfSignatureStatus, datetime | None]:
    signed_data = signature.signed_data
    roots = certificates(trust) if trust is not None else _own_roots(signed_data, signature.signer_cert)
    token = next(extract_tst_data_iter(signature.signer_info, signed=False), None)
    stamped_at, stamp_context = None, None
    if token is not None:
        stamped_at = token["encap_content_info"]["content"].parsed["gen_time"].native.astimezone(UTC)
        given = certificates(authorities) if authorities is not None else _own_roots(token, None)
        stamp_context = ValidationContext(trust_roots=given, moment=stamped_at, allow_fetching=False)
    status = asyncio.run(
        async_validate_pdf_signature(
            signature,
            ValidationContext(trust_roots=roots, moment=signed_at, allow_fetching=False),
            stamp_context,
            diff_policy=AFTER_SIGNING,
        )
    )
    return status, stamped_at


def _problems(status: PdfSignatureStatus, changes: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if not status.intact:
        found.append("isi yang ditandatangani tidak lagi sama")
    elif not status.valid:
        found.append("tanda tangan tidak cocok dengan sertifikatnya")
    elif not status.trusted:
        found.append("sertifikat penanda tangan tidak dikenal atau tidak berlaku")
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        found.append("ada bita di luar yang ditandatangani")
    elif not status.docmdp_ok:
        found.append(f"berkas diubah sesudah ditandatangani: {_listed(changes)}")
    for stamp in (status.timestamp_validity, status.content_timestamp_validity):
        if stamp is not None and not (stamp.intact and stamp.valid and stamp.trusted):
            found.append("cap waktu tanda tangan tidak sah")
    if not found and not status.bottom_line:
        found.append("syarat tanda tangan pada berkas ini tidak dipenuhi")
    return tuple(found)


def _changes_after(reader: RevisionReader, signature: EmbeddedPdfSignature) -> tuple[str, ...]:
    newest = reader.xrefs.total_revisions - 1
    if signature.signed_revision >= newest:
        return ()
    return describe_changes(
        reader.get_historical_resolver(signature.signed_revision), reader.get_historical_resolver(newest)
    )


def _is_certifying(reader: RevisionReader, signature: EmbeddedPdfSignature) -> bool:
    named = entry(entry(reader.root, "/Perms"), "/DocMDP")
    return bool(named) and named.container_ref == signature.sig_object.container_ref


def _act(certificate: x509.Certificate) -> Act | None:
    """What a certificate of the desk's kind is for; None for any other."""
    subject = certificate.subject.native
    if not str(subject.get("common_name", "")).startswith(CLASS):
        return None
    return next((act for act in SIGNING_ORDER if act == subject.get("organizational_unit_name")), None)


def _own_roots(signed: cms.SignedData, signer: x509.Certificate | None) -> list[x509.Certificate]:
    """What a signature can be held against when nobody says whom to trust: the certificates that it brings along."""
    brought: Iterable[cms.CertificateChoices] = signed["certificates"] or ()
    found = [one.chosen for one in brought if one.name == "certificate"]
    issuers = [one for one in found if one.self_signed in ("yes", "maybe")]
    return issuers or ([signer] if signer is not None else found)


def certificates(pem_bytes: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises SealRefused when it holds none."""
    try:
        found = [x509.Certificate.load(der) for _, _, der in pem.unarmor(pem_bytes, multiple=True)]
    except ValueError as error:
        raise SealRefused(f"Berkas sertifikat tidak terbaca: {error}.") from error
    if not found:
        raise SealRefused("Berkas sertifikat kosong.")
    return found
