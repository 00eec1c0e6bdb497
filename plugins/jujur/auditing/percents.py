"""No percent without its fraction, and none of a small denominator (P04, P06)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jujur.auditing.language import expected, read_language
from jujur.auditing.spelling import spell_limit, spell_percent
from jujur.domain.reports import ReportContent

_PERCENT = {
    "id": re.compile(r"(?:[<>] ?)?\d[\d.]*(?:,\d+)? ?%|(?<!\d)(?<!\d )%"),
    "en": re.compile(r"(?:[<>] ?)?\d[\d,]*(?:\.\d+)? ?%|(?<!\d)(?<!\d )%"),
}
_FRACTION = {
    "id": re.compile(r"(\d[\d.]*) ?(?:/|dari) ?(\d[\d.]*)"),
    "en": re.compile(r"(\d[\d,]*) ?(?:/|of) ?(\d[\d,]*)"),
}
BEFORE, AFTER = 64, 48


def lonely_percents(text: str, content: ReportContent, facts: Mapping[str, Any]) -> list[str]:
    """Sentences on every percent sign of a page that has no matching fraction beside it.

    The threshold of the gate ("ambang 90 %") is a limit and has none; bounds ("batas 14,2 % s.d. 96,4 %") stand beside the
    fraction of the share that they bound.
    """
    bounds = {
        " ".join(shown.split())
        for shown, fact in facts["printed"]
        if fact.endswith(("#percent_lower", "#percent_upper"))
    }
    problems = []
    for found in _PERCENT[read_language()].finditer(text):
        near = text[max(0, found.start() - BEFORE) : found.end() + AFTER]
        before = text[max(0, found.start() - BEFORE) : found.start()]
        shown = found.group(0)
        if before.rstrip().endswith(expected("ambang")) and shown == spell_limit(
            content.coverage_threshold_percent
        ):
            continue
        if (
            expected("batas") in before[-34:]
            and shown in bounds
            and _FRACTION[read_language()].search(before)
        ):
            continue
        problems += _judge(shown, near, content.small_denominator)
    return problems


def _judge(shown: str, near: str, small: int) -> list[str]:
    fractions = [(_count(one), _count(other)) for one, other in _FRACTION[read_language()].findall(near)]
    tight = "".join(shown.split())
    matching = [
        (k, n)
        for k, n in fractions
        if n and k <= n and "".join(spell_percent(Fraction(k, n)).split()) == tight
    ]
    if not matching:
        return [f"persen {shown} tanpa pecahan yang cocok di sebelahnya (P04): …{near.strip()}…"]
    if max(n for _, n in matching) < small:
        return [f"persen {shown} dengan penyebut di bawah {small} (P06)"]
    return []


def _count(text: str) -> int:
    return int(re.sub(r"[.,]", "", text) or 0)
