"""Changes are those of the same units, or none is printed (P21, P22; L20, L21, L22)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jujur.domain.areas import Area
from jujur.domain.vintages import Break
from jujur.figures.comparison import (
    BROKEN,
    NONE_EXPECTED,
    NOT_PUBLISHED,
    TOO_FEW,
    Baseline,
    Limits,
    Values,
    breaks,
    compare,
)

CITY = Area("16.72", "Pagar Alam", "kota", None)
UTARA, SELATAN = (
    Area("16.72.01", "Utara", "kecamatan", "16.72"),
    Area("16.72.02", "Selatan", "kecamatan", "16.72"),
)
LIMITS = Limits(matched_percent=90, small_denominator=30)
COLUMNS = {"suara_sah": "Suara sah"}
ANY = Limits(1, 1)


def values(number: int | None) -> Values:
    """One unit: so many valid ballots, half as many users again as registered."""
    return {
        "suara_sah": number,
        "pengguna_total_j": number,
        "pemilih_dpt_j": 2 * number + 1 if number is not None else None,
        "pengguna_dptb_j": 0,
        "pengguna_dpk_j": 0,
    }


def units(count: int, area: str = "16.72.01") -> dict[str, str]:
    return {f"{area}.{number:03d}": f"{area}.1001" for number in range(count)}


def baseline(
    before: dict[str, Values], after: dict[str, Values], expected: dict[str, str], obstacle: str = ""
) -> Baseline:
    return Baseline("dulu", before, after, expected, obstacle)


def of(area: Area, found: Baseline, limits: Limits = LIMITS) -> dict[str, object]:
    return {one.key.partition("/")[2]: one for one in compare([area], COLUMNS, found, limits)}


reports = st.dictionaries(st.sampled_from(sorted(units(12))), st.integers(0, 300) | st.none())


@given(before=reports, stays=st.sets(st.sampled_from(sorted(units(12)))), newcomers=reports)
@settings(max_examples=200)
def test_nothing_has_changed_when_only_other_units_report(
    before: dict[str, int | None], stays: set[str], newcomers: dict[str, int | None]
) -> None:
    """L20: the composition of those who report is no improvement."""
    old = {unit: values(number) for unit, number in before.items()}
    new = {unit: values(number) for unit, number in newcomers.items() if unit not in before}
    new |= {unit: old[unit] for unit in stays if unit in old}
    for one in compare([UTARA, CITY], COLUMNS, baseline(old, new, units(12)), ANY):
        assert one.change in (0, None)
        assert (one.change is None) == (not one.is_comparable)


@given(before=reports, after=reports, percent=st.integers(1, 100), small=st.integers(1, 12))
@settings(max_examples=200)
def test_another_count_of_the_same_rows_agrees(
    before: dict[str, int | None], after: dict[str, int | None], percent: int, small: int
) -> None:
    """Row by row and with nothing of ours: the change is the sum of the units' own changes."""
    old = {unit: values(number) for unit, number in before.items()}
    new = {unit: values(number) for unit, number in after.items()}
    both = [
        (before[unit], after[unit])
        for unit in units(12)
        if before.get(unit) is not None and after.get(unit) is not None
    ]
    found = of(UTARA, baseline(old, new, units(12)), Limits(percent, small))
    ours = found["sum_suara_sah"]
    assert ours.matched == len(both)
    assert ours.is_comparable == (bool(both) and Fraction(len(both), 12) >= Fraction(percent, 100))
    if ours.is_comparable:
        assert ours.change == sum(later - earlier for earlier, later in both)
    turnout = found["turnout"]
    assert turnout.is_comparable == (ours.is_comparable and len(both) >= small)
    if turnout.is_comparable:
        shares = [Fraction(sum(side), sum(2 * one + 1 for one in side)) for side in zip(*both, strict=True)]
        assert (turnout.before, turnout.after) == (shares[0], shares[1])
        assert turnout.change == shares[1] - shares[0]


@pytest.mark.parametrize(("matched", "is_comparable"), [(35, False), (36, True), (40, True)])
def test_nine_in_ten_must_carry_a_comparison(matched: int, is_comparable: bool) -> None:
    old = {unit: values(10) for unit in units(40)}
    new = {unit: values(11) for unit in list(units(40))[:matched]}
    found = of(UTARA, baseline(old, new, units(40)))["sum_suara_sah"]
    assert (found.matched, found.N) == (matched, 40)
    assert (found.is_comparable, found.change) == (is_comparable, matched if is_comparable else None)
    assert found.obstacle == ("" if is_comparable else TOO_FEW)


@pytest.mark.parametrize(("expected", "is_comparable"), [(29, False), (30, True), (31, True)])
def test_a_share_needs_thirty_units(expected: int, is_comparable: bool) -> None:
    old = {unit: values(10) for unit in units(expected)}
    found = of(UTARA, baseline(old, old, units(expected)))
    assert found["turnout"].is_comparable is is_comparable
    assert found["sum_suara_sah"].is_comparable


def test_a_unit_that_left_a_cell_blank_does_not_count_as_zero() -> None:
    old = {unit: values(10) for unit in units(40)}
    new = {unit: values(None if unit.endswith("000") else 10) for unit in units(40)}
    found = of(UTARA, baseline(old, new, units(40)))["sum_suara_sah"]
    assert (found.matched, found.change) == (39, 0)


def test_each_area_has_its_own_units() -> None:
    expected = units(40) | units(40, "16.72.02")
    old = {unit: values(10) for unit in expected}
    new = {unit: values(12 if unit.startswith("16.72.02") else 10) for unit in expected}
    changes = {
        area.code: of(area, baseline(old, new, expected))["sum_suara_sah"].change
        for area in (UTARA, SELATAN, CITY)
    }
    assert changes == {"16.72.01": 0, "16.72.02": 80, "16.72": 80}


@pytest.mark.parametrize("obstacle", [BROKEN, NOT_PUBLISHED])
def test_nothing_is_compared_across_a_break_or_without_an_earlier_edition(obstacle: str) -> None:
    """L21, L22: no other baseline is looked for, and no change crosses a new definition."""
    old = {unit: values(10) for unit in units(40)}
    for one in compare([UTARA], COLUMNS, baseline(old, old, units(40), obstacle), LIMITS):
        assert (one.is_comparable, one.obstacle) == (False, obstacle)
        assert (one.before, one.after, one.change) == (None, None, None)


def test_an_area_without_expected_units_compares_nothing() -> None:
    found = of(SELATAN, baseline({}, {}, units(3)), ANY)["sum_suara_sah"]
    assert (found.N, found.is_comparable, found.obstacle) == (0, False, NONE_EXPECTED)


def test_whatever_a_definition_is_made_of_breaks_the_series() -> None:
    made = {"formulir": "a", "aturan": "b", "kerangka": "c", "ambang": "d", "gerbang": "e"}
    assert breaks(made, dict(made)) == ()
    for what in made:
        assert breaks(made, {**made, what: "lain"}) == (Break(what, made[what], "lain"),)
    assert breaks(made, {name: one for name, one in made.items() if name != "gerbang"}) == (
        Break("gerbang", "e", ""),
    )
