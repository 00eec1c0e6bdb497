"""The desk's own keys (EC P-256): an authority that issues one certificate an act and is forgotten, and their files.

None of them is a certified signature: every certificate says so in its subject (L42). The private key of the authority never
leaves memory, so that nobody, the desk included, can issue another certificate below it; new keys have a new authority.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from jujur.domain.editions import Act
from jujur.domain.errors import SealRefused
from jujur.domain.signatures import CLASS, SIGNING_ORDER

AUTHORITY_FILE = "otoritas.pem"
# Archives are read for longer than any officer holds an office.
LIFETIME = timedelta(days=3653)
# A subject's parts are limited by X.520.
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class SealKey:
    """The key of one act. ``authority`` and ``certificate`` are PEM; ``offices`` are those that the certificate names."""

    act: Act
    offices: tuple[str, ...]
    authority: bytes
    certificate: bytes
    private: bytes

    @property
    def fingerprint(self) -> str:
        """The sha256 of the certificate (DER)."""
        return fingerprint(self.certificate)


def make_keys(
    desk: str, offices: Mapping[Act, Sequence[str]], valid_from: datetime, valid_until: datetime | None = None
) -> dict[Act, SealKey]:
    """Fresh keys and certificates for every act; ``desk`` and ``offices`` are names of offices, never of persons (P43)."""
    until = valid_until or valid_from + LIFETIME
    root = ec.generate_private_key(ec.SECP256R1())
    issuer = _name(desk, ["Otoritas meterai desk"], "otoritas")
    authority = _certificate(issuer, root, issuer, root, valid_from, until)
    keys = {}
    for act in SIGNING_ORDER:
        private = ec.generate_private_key(ec.SECP256R1())
        subject = _name(desk, offices[act], act)
        keys[act] = SealKey(
            act=act,
            offices=tuple(office[:LONGEST_NAME] for office in offices[act]),
            authority=_pem(authority),
            certificate=_pem(_certificate(subject, private, issuer, root, valid_from, until)),
            private=private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
    return keys


def _name(desk: str, offices: Sequence[str], unit: str) -> x509.Name:
    """Common name, as PDF readers show it: the class first, so that no cut hides it."""
    common = f"{CLASS} - {' / '.join(offices)}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, desk[:LONGEST_NAME]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            *(x509.NameAttribute(NameOID.TITLE, office[:LONGEST_NAME]) for office in offices),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:LONGEST_NAME]),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.Certificate:
    is_authority = subject == issuer
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(x509.BasicConstraints(is_authority, 0 if is_authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: bytes) -> str:
    """The sha256 of a certificate (PEM), over its DER, in hexadecimal. Raises SealRefused for anything else."""
    return load_certificates(certificate)[0].fingerprint(hashes.SHA256()).hex()


def load_certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises SealRefused when there is none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise SealRefused(f"Berkas sertifikat tidak terbaca: {error}.") from error


def write_keys(folder: Path, keys: Mapping[Act, SealKey]) -> Path:
    """Writes keys into a folder of their own below ``folder``, named by the authority; private ones for the owner only (0600)."""
    authority = next(iter(keys.values())).authority
    place = folder / fingerprint(authority)[:16]
    place.mkdir(mode=0o700, parents=True)
    _write(place / AUTHORITY_FILE, authority, 0o644)
    for act, key in keys.items():
        _write(place / f"{act}.pem", key.certificate, 0o644)
        _write(place / f"{act}.key", key.private, 0o600)
    return place


def _write(path: Path, data: bytes, mode: int) -> None:
    # Created with its mode, never opened to others first; an existing file is never written over.
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(data)


def destroy_other_keys(folder: Path, keep: Path) -> None:
    """Removes the private keys below ``folder`` except those in ``keep``; certificates stay."""
    for path in sorted(folder.glob("*/*.key")):
        if path.parent != keep:
            path.unlink()


def read_key(folder: Path, authority: str, act: Act) -> SealKey:
    """The key of an act below the authority with this fingerprint.

    Raises SealRefused when it is not there, is readable by others, or does not belong to its certificate.
    """
    place = folder / authority[:16]
    try:
        private, certificate, root = (
            (place / name).read_bytes() for name in (f"{act}.key", f"{act}.pem", AUTHORITY_FILE)
        )
    except OSError as error:
        raise SealRefused(f"Kunci meterai {act} tidak terbaca di {place}: {error.strerror}.") from error
    if stat.S_IMODE((place / f"{act}.key").stat().st_mode) & 0o077:
        raise SealRefused(f"Kunci {place / f'{act}.key'} terbuka bagi pengguna lain; jalankan chmod 600.")
    (found,) = load_certificates(certificate)
    if load_private(private).public_key() != found.public_key():
        raise SealRefused(f"Kunci dan sertifikat {act} di {place} bukan pasangan.")
    titles = found.subject.get_attributes_for_oid(NameOID.TITLE)
    return SealKey(act, tuple(str(title.value) for title in titles), root, certificate, private)


def load_private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """A private key from PEM. Raises SealRefused for anything but an EC key."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SealRefused(f"Kunci meterai tidak terbaca: {error}.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SealRefused("Kunci meterai bukan kunci EC P-256.")
    return key
