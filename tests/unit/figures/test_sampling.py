"""The draw of a spot check can be redone by anybody, and nobody can steer it (P44)."""

from __future__ import annotations

import hashlib
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jujur.figures.sampling import Recount, draw, rank, verification

UNITS = st.dictionaries(
    st.integers(1, 9999).map(lambda n: f"{n:04d}"), st.sampled_from("ABCDE"), min_size=1, max_size=120
)
SEEDS = st.binary(min_size=32, max_size=32)


@given(SEEDS, UNITS, st.integers(5, 100))
def test_at_least_the_share_of_each_kecamatan_and_nobody_who_did_not_report(
    seed: bytes, units: dict[str, str], percent: int
) -> None:
    sample = draw(seed, units, percent)
    assert list(sample) == sorted(set(sample))
    assert set(sample) <= set(units)
    for kecamatan in set(units.values()):
        reporting = [code for code, own in units.items() if own == kecamatan]
        drawn = [code for code in sample if units[code] == kecamatan]
        assert len(drawn) >= 1
        assert 100 * len(drawn) >= percent * len(reporting)
        assert 100 * (len(drawn) - 1) < percent * len(reporting)
        # The lowest places, reckoned here from the documented rule alone.
        places = sorted(reporting, key=lambda code: hashlib.sha256(seed + f"|{code}".encode()).hexdigest())
        assert sorted(drawn) == sorted(places[: len(drawn)])


@given(SEEDS, UNITS)
def test_the_order_in_which_units_came_decides_nothing(seed: bytes, units: dict[str, str]) -> None:
    assert draw(seed, units, 20) == draw(seed, dict(reversed(list(units.items()))), 20)


def test_another_seed_draws_others() -> None:
    units = {f"{number:04d}": "A" for number in range(200)}
    samples = {draw(bytes([number]) * 32, units, 5) for number in range(20)}
    assert len(samples) == 20


def test_the_place_of_a_unit_is_the_documented_one() -> None:
    assert rank(b"benih", "1672011001001") == hashlib.sha256(b"benih|1672011001001").hexdigest()


def test_the_factor_is_exact_and_leaves_out_what_nobody_reported() -> None:
    found = verification(
        [
            Recount("1", "sah", 200, 190),
            Recount("1", "rusak", None, 4),
            Recount("2", "sah", 100, 101),
            Recount("2", "b", 7, 7),
        ]
    )
    assert (found.checked, found.compared, found.differing) == (2, 3, 2)
    assert (found.recounted, found.reported, found.factor) == (298, 307, Fraction(298, 307))


def test_no_recount_no_factor() -> None:
    assert verification([]).factor is None
    assert verification([Recount("1", "a", 0, 3)]).factor is None
    assert verification([Recount("1", "a", None, 3)]).checked == 1
