"""A finished PDF against its own inside, by the verifier: figures from its rows, and the same bytes once more (P35, P36).

The audit holds a PDF against what the record says; this holds it against what it carries, as a stranger does who has no more.
"""

from __future__ import annotations

from pathlib import Path

from jujur.domain.audits import AuditResult
from jujur.domain.properties import Outcome

# How many findings of one check are told.
SHOWN = 3


def with_own_inside(audited: AuditResult, pdf: bytes, assets: Path, is_reprinted: bool) -> AuditResult:
    """``audited`` with what the file's own inside says of it.

    P36: every figure is the one that the file's own rows give, and every attachment the one that it names. With ``is_reprinted``
    also P35: printed again from nothing but what it carries, by the code that runs, it has the same bytes.
    """
    found = {"P36": _carried(pdf)}
    if is_reprinted:
        found["P35"] = _reprinted(pdf, assets)
    failed = {name for name, sentences in found.items() if sentences}
    passed = {
        name for name in found if name not in failed and audited.properties.get(name) is not Outcome.FAILED
    }
    properties = {
        **audited.properties,
        **dict.fromkeys(failed, Outcome.FAILED),
        **dict.fromkeys(passed, Outcome.PASSED),
    }
    told = [f"{sentence} ({name})" for name, sentences in found.items() for sentence in sentences]
    return AuditResult(properties, (*audited.discrepancies, *told))


def _carried(pdf: bytes) -> list[str]:
    from jujur import verifier
    from jujur.verifier import words

    return [words.sentence(one, "id") for one in verifier.own_figures(pdf)[:SHOWN]]


def _reprinted(pdf: bytes, assets: Path) -> list[str]:
    from jujur import verifier
    from jujur.verifier import words

    return [words.sentence(one, "id") for one in verifier.own_reprint(pdf, assets)[:SHOWN]]
