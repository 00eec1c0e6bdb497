"""The word that stands over an edition: SEMENTARA, DIREVISI, KOREKSI or FINAL (P27)."""

from __future__ import annotations

from collections.abc import Iterable

from jujur.domain.vintages import Cause, Change

PROVISIONAL, REVISED, CORRECTED, FINAL = "SEMENTARA", "DIREVISI", "KOREKSI", "FINAL"


def standing(is_final: bool, is_replacing: bool, changes: Iterable[Change]) -> str:
    """The standing of an edition and of each of its figures.

    An edition that replaces a published one is a correction as soon as one of its differences was the desk's own error,
    else a revision. A final edition stays final; one that replaces another says both.
    """
    if not is_replacing:
        return FINAL if is_final else PROVISIONAL
    word = CORRECTED if any(one.cause is Cause.ERROR for one in changes) else REVISED
    return f"{FINAL} · {word}" if is_final else word
