"""Electronic signatures on an edition (P39): what was signed, by which office, and what a check of them found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jujur.domain.editions import Act

# Stands in every certificate of the desk's own and on the page: our keys are no certified signature (L42).
CLASS = "BUKAN TTE tersertifikasi"
SIGNING_ORDER: tuple[Act, ...] = ("verify", "approve")
Sealer = Literal["desk", "luar"]
_SIGNERS: dict[Act, str] = {"verify": "pemeriksa", "approve": "penyetuju"}


@dataclass(frozen=True, slots=True)
class SignatureMade:
    """A signature as it was made or taken in; ``certificate`` is the sha256 of the signer's certificate.

    ``act`` is None for an outside signer. ``level`` is the PAdES level, B-T with a verified timestamp; ``note`` says why not.
    """

    act: Act | None
    signer: str
    certificate: str
    signed_at: datetime | None
    level: Literal["B-B", "B-T"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignatureState:
    """What a check of one signature found.

    ``is_sound`` is the bottom line: untouched, unbroken chain, only permitted changes since. ``is_trusted`` is None where no
    certificates were given to hold the signer against: then a sound signature says that nothing was changed since *somebody*
    signed. ``act`` is what the desk's own certificate is for, None for any other. ``changes`` says what was done to the file
    after this signature, ``problems`` why it is not sound. ``stamped_at`` is an authority's time, ``signed_at`` the signer's own.
    """

    field: str
    act: Act | None
    signer: str
    certificate: str
    signed_at: datetime | None
    stamped_at: datetime | None
    is_sound: bool
    is_trusted: bool | None
    is_certifying: bool
    changes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionSeal:
    """One signed copy of an edition. Its first ``unsigned_len`` bytes are the audited ones, with ``unsigned_sha256``.

    ``trust_sha256`` names the certificates (PEM, in the raw store) that the signers were held against.
    """

    edition_id: str
    sha256: str
    size: int
    unsigned_sha256: str
    unsigned_len: int
    sealer: Sealer
    signatures: tuple[SignatureMade, ...]
    trust_sha256: str
    sealed_at: datetime


def seal_problems(states: Iterable[SignatureState]) -> list[str]:
    """Why a file does not carry the desk's whole seal, as Indonesian sentences; [] where both officers' signatures hold (P39).

    Signatures without ``act`` (an outside signer's) may stand beside them, and must be sound too.
    """
    found = list(states)
    problems = [problem for state in found for problem in said(state)]
    acts = [state.act for state in found if state.act is not None]
    for act in SIGNING_ORDER:
        if acts.count(act) != 1:
            problems.append(f"tanda tangan {_SIGNERS[act]} ada {acts.count(act)}, seharusnya satu")
    if not problems and acts != list(SIGNING_ORDER):
        problems.append("penyetuju menandatangani sebelum pemeriksa")
    if not problems and not next(state for state in found if state.act == "verify").is_certifying:
        problems.append("tanda tangan pemeriksa tidak mengunci berkas (DocMDP)")
    return problems


def said(state: SignatureState) -> list[str]:
    """Why one signature does not hold, as sentences that name it; [] where it does."""
    if state.is_sound and state.is_trusted is not False:
        return []
    reasons = state.problems or ("tidak sah",)
    return [f"tanda tangan {state.field} ({state.signer}): {reason}" for reason in reasons]
