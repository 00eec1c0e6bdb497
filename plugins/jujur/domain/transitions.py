"""From which bin or status to which other one, and who may do it: the record's state machines, as data (P01, P11, P38).

A row in a bin stays there until a new disposition; saying the same bin again is no transition. What is not listed here does not
happen: rules never take a held row back, and nothing leaves the bin of another team's area.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from jujur.domain.editions import EditionStatus
from jujur.domain.findings import Bin

Hand = Literal["rules", "officer"]

# The bins in which a received row may start, by the rules alone.
FIRST_BINS: frozenset[Bin] = frozenset(Bin)

RULE_TRANSITIONS: Mapping[Bin, frozenset[Bin]] = MappingProxyType(
    {
        # Another version contradicts it, or a correction replaces it (V29).
        Bin.ACCEPTED: frozenset({Bin.HELD, Bin.SUPERSEDED}),
        # Only a declared correction; otherwise a held row waits for a person (P11).
        Bin.HELD: frozenset({Bin.SUPERSEDED}),
        Bin.DUPLICATE: frozenset(),
        Bin.SUPERSEDED: frozenset(),
        Bin.OUT_OF_SCOPE: frozenset(),
    }
)

OFFICER_TRANSITIONS: Mapping[Bin, frozenset[Bin]] = MappingProxyType(
    {
        Bin.ACCEPTED: frozenset({Bin.HELD, Bin.SUPERSEDED}),
        Bin.HELD: frozenset({Bin.ACCEPTED, Bin.SUPERSEDED}),
        # Back into the officer's hands, never straight into the figures: an act given in error can be mended.
        Bin.DUPLICATE: frozenset({Bin.HELD}),
        Bin.SUPERSEDED: frozenset({Bin.HELD}),
        Bin.OUT_OF_SCOPE: frozenset(),
    }
)

ROW_TRANSITIONS: Mapping[Bin, frozenset[Bin]] = MappingProxyType(
    {bin_: RULE_TRANSITIONS[bin_] | OFFICER_TRANSITIONS[bin_] for bin_ in Bin}
)

FIRST_STATUSES: frozenset[EditionStatus] = frozenset({EditionStatus.FROZEN})

# That a slot has no report is announced (P29) by an event about the slot, which is no step of any edition: one that comes late
# is published all the same.
EDITION_TRANSITIONS: Mapping[EditionStatus, frozenset[EditionStatus]] = MappingProxyType(
    {
        EditionStatus.FROZEN: frozenset({EditionStatus.COMPUTED}),
        EditionStatus.COMPUTED: frozenset({EditionStatus.DRAFTED}),
        EditionStatus.DRAFTED: frozenset({EditionStatus.VERIFIED, EditionStatus.REJECTED}),
        EditionStatus.VERIFIED: frozenset({EditionStatus.APPROVED, EditionStatus.REJECTED}),
        EditionStatus.APPROVED: frozenset({EditionStatus.PUBLISHED}),
        EditionStatus.REJECTED: frozenset(),
        # Kept, marked, never deleted (P26, L40).
        EditionStatus.PUBLISHED: frozenset({EditionStatus.WITHDRAWN}),
        EditionStatus.WITHDRAWN: frozenset(),
    }
)


def row_may_move(before: Bin | None, after: Bin, hand: Hand) -> bool:
    """Whether a row in ``before`` (None: just received) may come into ``after`` by that hand."""
    if before is None:
        return hand == "rules" and after in FIRST_BINS
    return after in (RULE_TRANSITIONS if hand == "rules" else OFFICER_TRANSITIONS)[before]


def edition_may_become(taken: Iterable[EditionStatus], status: EditionStatus) -> bool:
    """Whether ``status`` may follow the steps an edition has taken, in order. No step is ever taken twice."""
    steps = list(taken)
    if not steps:
        return status in FIRST_STATUSES
    return status not in steps and status in EDITION_TRANSITIONS[steps[-1]]
