"""Ledger heads over several reports: each repeats the head that the one before it printed (P37, L48)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import Inside


def check_chain(inside: Inside, others: Sequence[Inside]) -> Check:
    """The former head in this report is one that an earlier report of its kind and area printed, if any was handed over.

    A report in between that nobody handed over is told as not tested: a gap in a collection is no break in a chain.
    """
    own = inside.identity
    same = [one.identity for one in others if _series(one) == _series(inside)]
    earlier = [one for one in same if str(one["as_of"]) < str(own["as_of"])]
    findings = list(_twins(inside, others))
    if not earlier:
        return Check("chain", tuple(findings), is_tested=bool(findings), note=Finding("no_earlier"))
    heads = {str(one["ledger_head"]) for one in earlier}
    is_continued = str(own.get("former_head")) in heads
    if not own.get("former_head"):
        findings.append(Finding("former_head_missing"))
    note = None if is_continued else Finding("gap", (str(own.get("former_head"))[:16],))
    # One report that repeats the head of a later one, or of itself, was not made in the order that it claims.
    later = {str(one["ledger_head"]) for one in same if str(one["as_of"]) > str(own["as_of"])}
    if str(own.get("former_head")) in {*later, str(own.get("ledger_head"))} - heads:
        findings.append(Finding("order_broken"))
    is_tested = is_continued or bool(findings)
    return Check("chain", tuple(findings), len(earlier), note, is_tested)


def _series(inside: Inside) -> tuple[object, object]:
    return inside.identity.get("kind"), inside.identity.get("area")


def _twins(inside: Inside, others: Sequence[Inside]) -> Iterator[Finding]:
    """One number and revision, two different sets of figures: somebody was told something else (P40, L38)."""
    own = inside.identity
    for one in others:
        is_same = all(one.identity.get(name) == own.get(name) for name in ("edition", "number", "revision"))
        if is_same and one.facts["digest"] != inside.facts["digest"]:
            yield Finding("twin_differs", (str(own.get("number")), str(own.get("revision"))))
