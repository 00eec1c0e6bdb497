"""The state machines are closed: every bin and status is in them, and nothing comes back that may not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from jujur.domain.editions import EditionStatus
from jujur.domain.findings import Bin
from jujur.domain.transitions import (
    EDITION_TRANSITIONS,
    OFFICER_TRANSITIONS,
    ROW_TRANSITIONS,
    RULE_TRANSITIONS,
    edition_may_become,
    row_may_move,
)


def test_every_state_is_in_the_machines() -> None:
    assert set(ROW_TRANSITIONS) == set(RULE_TRANSITIONS) == set(OFFICER_TRANSITIONS) == set(Bin)
    assert set(EDITION_TRANSITIONS) == set(EditionStatus)
    for table in (RULE_TRANSITIONS, OFFICER_TRANSITIONS):
        assert all(table[bin_] <= ROW_TRANSITIONS[bin_] for bin_ in Bin)
    assert all(bin_ not in ROW_TRANSITIONS[bin_] for bin_ in Bin)


def test_only_a_person_takes_a_held_row_back() -> None:
    """P11: no rule, and no order of rules, accepts what is held."""
    assert not row_may_move(Bin.HELD, Bin.ACCEPTED, "rules")
    assert row_may_move(Bin.HELD, Bin.ACCEPTED, "officer")
    assert [bin_ for bin_ in Bin if Bin.ACCEPTED in ROW_TRANSITIONS[bin_]] == [Bin.HELD]


def test_what_is_out_of_force_comes_back_only_into_an_officers_hands() -> None:
    for bin_ in (Bin.SUPERSEDED, Bin.DUPLICATE):
        assert [after for after in Bin if row_may_move(bin_, after, "rules")] == []
        assert [after for after in Bin if row_may_move(bin_, after, "officer")] == [Bin.HELD]
    assert ROW_TRANSITIONS[Bin.OUT_OF_SCOPE] == frozenset()


def test_a_row_comes_into_its_first_bin_by_the_rules() -> None:
    assert all(row_may_move(None, bin_, "rules") for bin_ in Bin)
    assert not any(row_may_move(None, bin_, "officer") for bin_ in Bin)


FULL_LIFE = (
    EditionStatus.FROZEN,
    EditionStatus.COMPUTED,
    EditionStatus.DRAFTED,
    EditionStatus.VERIFIED,
    EditionStatus.APPROVED,
    EditionStatus.PUBLISHED,
    EditionStatus.WITHDRAWN,
)


def test_the_whole_life_of_an_edition_is_possible_and_nothing_in_it_can_be_left_out() -> None:
    """Each step has one way in, the step before it: no draft is published around its officers (P38)."""
    for count, status in enumerate(FULL_LIFE):
        assert edition_may_become(FULL_LIFE[:count], status)
        assert not edition_may_become((*FULL_LIFE[:count], status), status)
    assert [status for status in EditionStatus if edition_may_become((), status)] == [EditionStatus.FROZEN]
    for before, after in pairwise(FULL_LIFE):
        assert [step for step in EditionStatus if after in EDITION_TRANSITIONS[step]] == [before]


@pytest.mark.parametrize("end", [EditionStatus.REJECTED, EditionStatus.WITHDRAWN])
def test_nothing_is_published_after_it_was_refused_or_withdrawn(end: EditionStatus) -> None:
    reached, waiting = {end}, [end]
    while waiting:
        new = EDITION_TRANSITIONS[waiting.pop()] - reached
        reached |= new
        waiting += new
    assert EditionStatus.PUBLISHED not in reached
