"""From the sentences of single checks to the outcome of each property (P46, P48)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jujur.domain.audits import AuditResult
from jujur.domain.properties import PROPERTY_NAMES, Outcome

_NAMED = re.compile(r"\(((?:P\d\d)(?:, ?P\d\d)*)\)")


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check looked at, and what it found. The first property is the one of sentences that name none."""

    properties: tuple[str, ...]
    found: tuple[str, ...] = ()


def result_of(checks: Sequence[Checked]) -> AuditResult:
    """Failed: a sentence names the property, or names none and it is the first of its check. Passed: looked at, never named."""
    outcomes = dict.fromkeys(PROPERTY_NAMES, Outcome.UNTESTED)
    for check in checks:
        outcomes |= dict.fromkeys(check.properties, Outcome.PASSED)
    for check in checks:
        for sentence in check.found:
            outcomes |= dict.fromkeys(named_in(sentence) or check.properties[:1], Outcome.FAILED)
    return AuditResult(outcomes, tuple(sentence for check in checks for sentence in check.found))


def named_in(sentence: str) -> list[str]:
    """The properties that a sentence of an audit names in brackets: "… (P17, P30)"."""
    return [
        name.strip()
        for names in _NAMED.findall(sentence)
        for name in re.findall(r"P\d\d", names)
        if name in PROPERTY_NAMES
    ]
