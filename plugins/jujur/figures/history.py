"""How far first issues lay from later ones: bias and mean absolute revision of headline figures (P28)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from jujur.domain.figures import Exact, Figure
from jujur.domain.vintages import RevisionRecord

HEADLINES = (
    "coverage",
    "timeliness",
    "sum_suara_total",
    "turnout",
    "incidents_reported",
    "incidents_open_severe",
    # Of a week.
    *("stages_obstructed", "stages_delayed", "neutrality_reported", "followups_overdue"),
)

# A headline figure in the first issue of a slot and in its newest revision.
Pair = tuple[Figure, Figure]


def revision_history(pairs: Iterable[Pair]) -> tuple[RevisionRecord, ...]:
    """One record for each headline, in a fixed order, over all revised slots in which it was known both times.

    A slot in which the figure did not move counts with zero; leaving it out would make revisions look larger than they are.
    """
    steps: dict[str, list[Exact]] = defaultdict(list)
    labels: dict[str, str] = {}
    for first, newest in pairs:
        if first.value is not None and newest.value is not None:
            steps[first.name].append(newest.value - first.value)
            labels[first.name] = newest.label
    return tuple(
        RevisionRecord(
            name,
            labels[name],
            len(steps[name]),
            _mean(steps[name]),
            _mean([max(step, -step) for step in steps[name]]),
        )
        for name in HEADLINES
        if name in steps
    )


def _mean(steps: Sequence[Exact]) -> Fraction:
    return sum((Fraction(step) for step in steps), Fraction(0)) / len(steps)
