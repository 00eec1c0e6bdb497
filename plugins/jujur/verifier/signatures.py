"""Who signed, and whether anything was changed since (P39, L41): the sealing room's bottom line on every signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from jujur import sealing
from jujur.domain.errors import JujurError
from jujur.verifier.findings import Check, Finding

ROLES = ("verify", "approve")


class SignatureTold(Protocol):
    """What the sealing room says about one signature; ``is_sound`` is the bottom line, ``act`` verify, approve or None."""

    act: str | None
    signer: str
    is_sound: bool
    is_trusted: bool | None
    problems: tuple[str, ...]


def check_signatures(
    pdf: bytes,
    unsigned_len: int,
    trust: bytes | None,
    read: Callable[[bytes, bytes | None], Sequence[SignatureTold]] | None = None,
) -> Check:
    """Every signature holds, and nothing follows the first build but signatures. An unsigned file is told to be one.

    ``read`` gives the signatures of a file; by default the sealing room does.
    """
    read = read or getattr(sealing, "verify_signatures", None)
    added = len(pdf) - unsigned_len
    if read is None:
        stray = (Finding("bytes_added", (str(added),)),) if added else ()
        return Check("signatures", stray, is_tested=False, note=Finding("unsigned"))
    try:
        states = read(pdf, trust)
    except JujurError as error:
        return Check("signatures", (Finding("signatures_unreadable", (str(error),)),))
    if not states:
        stray = (Finding("bytes_added", (str(added),)),) if added else ()
        return Check("signatures", stray, is_tested=False, note=Finding("unsigned"))
    signers = "; ".join(state.signer for state in states)
    code = "signed_by" if trust is not None else "signed_by_unchecked"
    return Check("signatures", tuple(_problems(states)), len(states), Finding(code, (signers,)))


def _problems(states: Sequence[SignatureTold]) -> Iterator[Finding]:
    for state in states:
        if not state.is_sound or state.is_trusted is False:
            for reason in state.problems or ("penanda tangan tidak dikenal / signer not trusted",):
                yield Finding("signature_problem", (state.signer, reason))
    for role in ROLES:
        if sum(state.act == role for state in states) != 1:
            yield Finding(f"signature_count_{role}", (str(sum(state.act == role for state in states)),))
