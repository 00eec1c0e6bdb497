"""The hole in a signed file that holds its signature: the only bytes that the signature does not cover, so all are looked at.

The signature's own digest covers nothing of the hole, and the library reads past what it does not need. Another file could hide
in the zeros that fill the hole up, and a header could be changed without anybody noticing.
"""

from __future__ import annotations

from asn1crypto import algos, cms, core, parser
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def hole_problems(pdf: bytes, signature: EmbeddedPdfSignature) -> tuple[str, ...]:
    """Why what stands in the hole is not just one signature, as an Indonesian sentence; () where it is."""
    if (
        _is_plain_hole(pdf, signature)
        and _is_plain_header(signature.signed_data)
        and _names_its_signer(signature)
    ):
        return ()
    return ("ruang tanda tangan memuat bita lain",)


def _is_plain_hole(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """``<``, the signature in hexadecimal in one spelling, zeros, ``>``."""
    content = signature.pkcs7_content
    start, end = int(signature.byte_range[1]), int(signature.byte_range[2])
    spellings = {content.hex().encode(), content.hex().upper().encode()}
    filling = content[parser.peek(content) :]
    is_framed = pdf[start : start + 1] == b"<" and pdf[end - 1 : end] == b">"
    return is_framed and pdf[start + 1 : end - 1] in spellings and not filling.strip(b"\0")


def _is_plain_header(signed: cms.SignedData) -> bool:
    """What stands beside the signed attributes says nothing else than they do."""
    (signer,) = signed["signer_infos"]
    named = list(signed["digest_algorithms"])
    # RFC 5652, 5.1 and 5.3, for data that stands elsewhere and no attribute certificates.
    version = "v1" if signer["sid"].name == "issuer_and_serial_number" else "v3"
    return (
        signed["version"].native == signer["version"].native == version
        and [one["algorithm"].native for one in named] == [signer["digest_algorithm"]["algorithm"].native]
        and all(_is_plain_algorithm(one) for one in (*named, signer["digest_algorithm"]))
    )


def _names_its_signer(signature: EmbeddedPdfSignature) -> bool:
    """Byte for byte: names are compared without regard to letter case by whoever looks for the certificate."""
    named, certificate = signature.signer_info["sid"], signature.signer_cert
    if named.name != "issuer_and_serial_number":
        return True
    found = (named.chosen["issuer"].dump(), named.chosen["serial_number"].native)
    return found == (certificate.issuer.dump(), certificate.serial_number)


def _is_plain_algorithm(algorithm: algos.DigestAlgorithm) -> bool:
    parameters = algorithm["parameters"]
    return isinstance(parameters, core.Void) or parameters.dump() == core.Null().dump()
