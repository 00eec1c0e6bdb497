"""Parts add up to totals as they stand on paper, in one table and across tables (P30): the printed texts alone are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur.auditing import weeks
from jujur.auditing.language import is_english
from jujur.auditing.laws import ADDITIVE, PARTITIONS, SUMS

Shown = Mapping[str, int]


def crooked_sums(facts: Mapping[str, Any], own: str, children: Sequence[str]) -> list[str]:
    """Sentences on printed numbers that do not add up, and on one fact that is printed in two ways.

    ``own`` and ``children`` are codes of areas. A total is added only where all of its parts are on paper: that they must be is
    another check.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for text, fact in [*facts["printed"], *facts["spoken"]]:
        if fact.endswith("#value"):
            texts[fact.removesuffix("#value")].add(" ".join(text.split()))
    problems = [
        f"{key} tercetak dalam dua rupa: {', '.join(sorted(shown))} (P30)"
        for key, shown in sorted(texts.items())
        if len(shown) > 1
    ]
    shown = {key: count for key, one in texts.items() if (count := _count(min(one))) is not None}
    return [*problems, *_within(shown, (own, *children)), *_across(shown, own, children)]


def _count(text: str) -> int | None:
    """The whole number that a text shows, marks of incompleteness and thousands marks taken off; None for anything else."""
    plain = text.removeprefix("≥").strip().replace("," if is_english() else ".", "")
    return int(plain) if plain.isdecimal() else None


def _within(shown: Shown, areas: Sequence[str]) -> Iterator[str]:
    for area in areas:
        for whole, parts in (*PARTITIONS.items(), *weeks.PARTITIONS.items()):
            keys = [f"{area}/{part}" for part in parts]
            yield from _added(shown, f"{area}/{whole}", keys)


def _across(shown: Shown, own: str, children: Sequence[str]) -> Iterator[str]:
    for name in dict.fromkeys((*ADDITIVE, *weeks.ADDITIVE, *SUMS)):
        yield from _added(shown, f"{own}/{name}", [f"{child}/{name}" for child in children])


def _added(shown: Shown, whole: str, parts: Sequence[str]) -> Iterator[str]:
    if whole in shown and parts and all(part in shown for part in parts):
        total = sum(shown[part] for part in parts)
        if total != shown[whole]:
            yield f"{whole} tercetak {shown[whole]}, jumlah bagiannya yang tercetak {total} (P30)"
