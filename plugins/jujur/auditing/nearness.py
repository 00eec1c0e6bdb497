"""What qualifies a number stands on the page of that number, not on another one (P04, P32; L44)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur.auditing.numerals import numerals
from jujur.auditing.reading import flowing
from jujur.domain.reports import ReportContent

# The two numbers of "Halaman i dari n".
COUNTERS = 2


def distant_qualifiers(content: ReportContent, pages: Sequence[str], facts: Mapping[str, Any]) -> list[str]:
    """Sentences on sums and shares of incomplete data whose n of N, or k of N, is not on their page.

    On which page a fact is printed follows from the order of numerals, which is audited: where that is broken, this has no say.
    """
    where = _pages_of_facts(pages, facts)
    problems = []
    for fact, printed_on in where.items():
        key, _, part = fact.rpartition("#")
        figure = content.figures.get(key)
        if figure is None:
            continue
        for needed in _qualifiers(key, part, figure.is_complete):
            far = printed_on - where.get(f"{key}#{needed}", set())
            problems += [
                f"halaman {at}: {key} tercetak tanpa {needed} di halaman itu (P32)" for at in sorted(far)
            ]
    return problems


def _qualifiers(key: str, part: str, is_complete: bool) -> Iterator[str]:
    if part == "value" and key.rpartition("/")[2].startswith("sum_") and not is_complete:
        yield from ("n", "N")
    if part == "percent":
        yield from ("k", "denominator")


def _pages_of_facts(pages: Sequence[str], facts: Mapping[str, Any]) -> dict[str, set[int]]:
    """The pages on which each fact is printed; {} when the pages do not hold as many numerals as the facts."""
    margin = sum(len(numerals(text)) for text, _ in facts["furniture"]) + COUNTERS
    rooms = [len(numerals(flowing(page))) - margin for page in pages]
    homes = [at for at, room in enumerate(rooms, 1) for _ in range(room)]
    where: dict[str, set[int]] = defaultdict(set)
    start = 0
    for text, fact in facts["printed"]:
        size = len(numerals(text))
        if size and start + size <= len(homes):
            where[fact].add(homes[start])
        start += size
    return dict(where) if start == len(homes) else {}
