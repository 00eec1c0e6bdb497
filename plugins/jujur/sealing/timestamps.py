"""Timestamps (RFC 3161): asking an authority when a ledger head existed, and checking its answer, now and in later years.

What is stamped is the sha256 of the 64 hexadecimal characters of the head, as they are printed, so that anybody can check a
token with `openssl ts -verify`. An answer that does not verify against the pinned certificates is no timestamp.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from jujur.domain.errors import TimestampRefused

SECONDS = 10
# Answers carry a signature and a few certificates; anything larger is something else.
LARGEST_ANSWER = 100_000


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A verified timestamp; ``token`` is the authority's whole answer (DER), enough to verify it again."""

    token: bytes
    stamped_at: datetime


def request_timestamp(url: str, head: str, certificates: bytes, seconds: float = SECONDS) -> Timestamp:
    """Asks the authority at ``url`` to stamp a ledger head.

    ``certificates`` (PEM) are those that the desk pinned. Raises TimestampRefused when nobody answers within ``seconds``, or
    when the answer is no valid timestamp of this very request.
    """
    request = TimestampRequestBuilder().data(head.encode()).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = ask(url, request.as_bytes(), seconds)
    return _verified(answer, head, certificates, request.nonce)


def read_timestamp(token: bytes, head: str, certificates: bytes) -> Timestamp:
    """A kept timestamp, verified again. Raises TimestampRefused when it is none of ``head`` by a pinned authority."""
    return _verified(token, head, certificates, None)


def ask(url: str, body: bytes, seconds: float) -> bytes:
    """The authority's answer to a request, both DER and unchecked. Raises TimestampRefused when there is none."""
    address = urlsplit(url)
    make = HTTPSConnection if address.scheme == "https" else HTTPConnection
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        connection = make(address.hostname or "", address.port, timeout=seconds)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/timestamp-query"})
            response = connection.getresponse()
            answer = response.read(LARGEST_ANSWER + 1)
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError) as error:
        raise TimestampRefused(f"Otoritas cap waktu tidak terjangkau: {error}.") from error
    if response.status != 200 or len(answer) > LARGEST_ANSWER:
        raise TimestampRefused(f"Otoritas cap waktu menjawab {response.status} ({len(answer)} bita).")
    return answer


def _verified(token: bytes, head: str, certificates: bytes, nonce: int | None) -> Timestamp:
    response = _decoded(token)
    builder = VerifierBuilder(nonce=nonce)
    for certificate in _certificates(certificates):
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify(response, hashlib.sha256(head.encode()).digest())
        # ValueError covers what the library raises about malformed certificates and times.
    except (VerificationError, ValueError) as error:
        raise TimestampRefused(f"Cap waktu tidak sah: {error}.") from error
    return Timestamp(token, response.tst_info.gen_time.astimezone(UTC))


def _decoded(token: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(token)
        status = PKIStatus(response.status)
    except ValueError as error:
        raise TimestampRefused(f"Jawaban otoritas bukan cap waktu: {error}.") from error
    if status is not PKIStatus.GRANTED:
        raise TimestampRefused(
            f"Otoritas cap waktu menolak: {' '.join(response.status_string) or status.name}."
        )
    return response


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise TimestampRefused(f"Sertifikat otoritas cap waktu tidak terbaca: {error}.") from error
