"""How far first figures move, so that readers learn how much to trust the next ones (P28)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jujur.domain.figures import Exact, Figure
from jujur.figures.history import HEADLINES, Pair, revision_history


def pair(first: Exact | None, newest: Exact | None, name: str = "sum_suara_total") -> Pair:
    one, two = (Figure(name, "16.72", name, "", value, 0, 1, 1) for value in (first, newest))
    return one, two


def test_bias_keeps_the_sign_and_mean_absolute_revision_does_not() -> None:
    (found,) = revision_history([pair(10, 16), pair(10, 8), pair(5, 5)])
    assert (found.slots, found.bias, found.mean_absolute) == (3, Fraction(4, 3), Fraction(8, 3))


def test_shares_stay_exact() -> None:
    (found,) = revision_history([pair(Fraction(1, 3), Fraction(1, 2), "turnout")])
    assert (found.bias, found.mean_absolute) == (Fraction(1, 6), Fraction(1, 6))


def test_what_was_not_known_has_no_distance() -> None:
    assert revision_history([pair(None, 5), pair(5, None)]) == ()


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1))
def test_the_mean_absolute_revision_is_never_below_the_bias(steps: list[tuple[int, int]]) -> None:
    (found,) = revision_history([pair(first, newest) for first, newest in steps])
    assert abs(found.bias) <= found.mean_absolute
    assert found.bias * len(steps) == sum(newest - first for first, newest in steps)


def test_headlines_come_in_a_fixed_order_and_nothing_else_does() -> None:
    pairs = [pair(1, 2, name) for name in reversed(HEADLINES)] + [pair(1, 2, "tps_late")]
    assert [one.name for one in revision_history(pairs)] == list(HEADLINES)
