"""The sealing room: signatures on editions (PAdES, P39), and what others vouch for: timestamps (RFC 3161, P37)."""

from jujur.sealing.files import unsigned_part
from jujur.sealing.handover import FileHandOver, OutsideSigner, accept
from jujur.sealing.keys import SealKey, destroy_other_keys, fingerprint, make_keys, read_key, write_keys
from jujur.sealing.signing import Signed, StampService, sign_edition
from jujur.sealing.timestamps import Timestamp, read_timestamp, request_timestamp
from jujur.sealing.verification import verify_signatures

__all__ = [
    "FileHandOver",
    "OutsideSigner",
    "SealKey",
    "Signed",
    "StampService",
    "Timestamp",
    "accept",
    "destroy_other_keys",
    "fingerprint",
    "make_keys",
    "read_key",
    "read_timestamp",
    "request_timestamp",
    "sign_edition",
    "unsigned_part",
    "verify_signatures",
    "write_keys",
]
