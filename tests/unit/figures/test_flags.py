"""Flags say what was seen, exactly from their limit on; zeros and copies only ever add flags (P45)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from statistics import mean, pstdev, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jujur.domain.flags import Flag
from jujur.figures.flags import (
    FlagLimits,
    SeenFile,
    SeenForm,
    SeenRow,
    bulk_sending,
    copied_sheets,
    digit_heaping,
    flags_of_form,
    later_copies,
    nil_streaks,
    outliers,
    unchanged_values,
    usual_rows,
    zero_streaks,
    zero_units,
)

LIMITS = FlagLimits(
    zero_units=3,
    streak_periods=3,
    copied_rows=3,
    copied_cells=2,
    bulk_files=5,
    bulk_teams=3,
    digit_count=50,
    digit_chi_square=25,
    outlier_deviations=3,
    small_denominator=30,
)
NAMES = {"A": "Utara", "B": "Selatan", "C": "Tengah"}
NOON = datetime(2024, 2, 14, 5, tzinfo=UTC)


def row(number: int, area: str, *counts: int | None, unit: str | None = None) -> SeenRow:
    return SeenRow(f"r{number}", unit or f"{area}{number}", area, f"tim.{area}", (number, 1), counts)


def form(
    rows: Sequence[SeenRow], *earlier: Sequence[SeenRow], nil: Sequence[Sequence[SeenFile]] = ()
) -> SeenForm:
    width = max((len(item.counts) for item in rows), default=0)
    labels = [f"Lajur {chr(97 + n)}" for n in range(width)]
    return SeenForm("f", rows, NAMES, labels, earlier, nil)


def file(number: int, area: str, at: datetime, is_alone: bool = True, is_nil: bool = False) -> SeenFile:
    return SeenFile(f"k{number}", f"tim.{area}", area, at, is_alone, is_nil)


def telling(seed: int) -> tuple[int, ...]:
    """Ten counts of two or three digits that no other seed shares."""
    return tuple(100 + seed * 7 + position * 13 for position in range(10))


def test_zeros_are_flagged_from_the_third_unit_on_and_blanks_are_no_zeros() -> None:
    two = [
        row(1, "A", 0, 0),
        row(2, "A", 0, None),
        row(3, "A", None, None),
        row(4, "A", 0, 1),
        row(5, "B", 0, 0),
    ]
    assert list(zero_units(form(two), LIMITS)) == []
    (flag,) = zero_units(form([*two, row(6, "A", 0, 0)]), LIMITS)
    assert (flag.kind, flag.area_code, flag.rows, flag.count) == (
        "all_zero_streak",
        "A",
        ("r1", "r2", "r6"),
        3,
    )


def test_one_unit_sent_thrice_is_still_one_unit() -> None:
    rows = [row(number, "A", 0, 0, unit="A1") for number in (1, 2, 3)]
    assert list(zero_units(form(rows), LIMITS)) == []


def test_a_streak_of_zeros_is_this_period_and_each_of_those_before_it() -> None:
    now, before, long_ago = ([row(number, "A", 0, 0, unit="A1")] for number in (3, 2, 1))
    (flag,) = zero_streaks(form(now, before, long_ago), LIMITS)
    assert (flag.rows, flag.subject) == (("r3",), "f/masa")
    assert list(zero_streaks(form(now, before), LIMITS)) == []
    assert list(zero_streaks(form(now, [row(2, "A", 0, 4, unit="A1")], long_ago), LIMITS)) == []
    assert list(zero_streaks(form(now, [], long_ago), LIMITS)) == []
    # Only the periods that a streak needs are looked at.
    assert len(list(zero_streaks(form(now, before, long_ago, [row(0, "A", 1, 1, unit="A1")]), LIMITS))) == 1


def test_nil_three_periods_running_is_flagged_for_that_area_only() -> None:
    periods = [
        [file(1, "A", NOON), file(2, "B", NOON)],
        [file(3, "A", NOON)],
        [file(4, "A", NOON), file(5, "B", NOON)],
    ]
    (flag,) = nil_streaks(form([], nil=periods), LIMITS)
    assert (flag.kind, flag.area_code, flag.rows) == ("all_zero_streak", "A", ("k1",))
    assert list(nil_streaks(form([], nil=periods[:2]), LIMITS)) == []


def test_unchanged_counts_are_flagged_and_zeros_and_poor_rows_are_not() -> None:
    def periods(*counts: int | None) -> list[list[SeenRow]]:
        return [[row(number, "A", *counts, unit="A1")] for number in (3, 2, 1)]

    (flag,) = unchanged_values(form(*periods(4, 5, 6)), LIMITS)
    assert (flag.kind, flag.rows) == ("unchanged_values", ("r3",))
    assert list(unchanged_values(form(*periods(0, 0, 0)), LIMITS)) == []
    assert list(unchanged_values(form(*periods(4, 5, None)), LIMITS)) == []
    now, _before, long_ago = periods(4, 5, 6)
    assert list(unchanged_values(form(now, [row(2, "A", 4, 5, 7, unit="A1")], long_ago), LIMITS)) == []


def test_a_copied_sheet_is_flagged_on_both_sides_without_saying_who_copied() -> None:
    own = [row(number, "A", *telling(number)) for number in range(1, 5)]
    copies = [row(10 + number, "B", *telling(number)) for number in (1, 2)]
    assert list(copied_sheets(form([*own, *copies]), LIMITS)) == []
    nearly = list(telling(3))
    nearly[0], nearly[5] = nearly[0] + 1, nearly[5] + 1
    flags = list(copied_sheets(form([*own, *copies, row(13, "B", *nearly)]), LIMITS))
    assert [(flag.area_code, flag.subject, flag.rows) for flag in flags] == [
        ("A", "f/B", ("r1", "r2", "r3")),
        ("B", "f/A", ("r11", "r12", "r13")),
    ]
    nearly[9] += 1
    assert list(copied_sheets(form([*own, *copies, row(13, "B", *nearly)]), LIMITS)) == []


def test_rows_that_are_alike_by_regulation_are_no_copies() -> None:
    rows = [row(number, "A" if number % 2 else "B", 7, 2, 1, 5, 4, 250) for number in range(1, 30)]
    assert list(copied_sheets(form(rows), LIMITS)) == []
    assert later_copies(rows, 2) == frozenset()


def test_sums_that_coincide_are_no_copies() -> None:
    """Other voters, the same totals: three counts in common are chance."""
    rows = [
        row(number, "AB"[number % 2], 90 + number, 110 - number, 200, 196, 190, 6) for number in range(20)
    ]
    assert list(copied_sheets(form(rows), LIMITS)) == []


def test_the_same_team_may_repeat_itself() -> None:
    rows = [row(number, "A", *telling(1)) for number in range(1, 6)]
    assert list(copied_sheets(form(rows), LIMITS)) == []


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.tuples(*[st.integers(10, 14)] * 6)), max_size=12),
    st.integers(0, 3),
)
def test_looking_into_hands_finds_every_pair_that_is_alike(
    drawn: list[tuple[str, tuple[int, ...]]], cells: int
) -> None:
    rows = [row(number, area, *counts) for number, (area, counts) in enumerate(drawn)]
    expected = set()
    for one, other in combinations(rows, 2):
        same = [a for a, b in zip(one.counts, other.counts, strict=True) if a == b]
        if one.team_id != other.team_id and len(same) >= 6 - cells and len(set(same)) >= 4:
            expected.add(other.row_id)
    assert later_copies(rows, cells) == expected


def test_five_files_of_one_team_within_a_minute() -> None:
    at = [NOON + timedelta(seconds=15 * number) for number in range(5)]
    spread = [file(number, "A", NOON + timedelta(seconds=15.001 * number)) for number in range(5)]
    four = [file(number, "A", at[number], is_alone=False) for number in range(4)]
    assert list(bulk_sending(spread, LIMITS, NAMES, "K")) == []  # the fifth comes a minute after the first
    assert list(bulk_sending(four, LIMITS, NAMES, "K")) == []
    (flag,) = bulk_sending([*four, file(4, "A", at[3], is_alone=False)], LIMITS, NAMES, "K")
    assert (flag.kind, flag.area_code, flag.count) == ("bulk_sending", "A", 5)


def test_three_teams_within_a_minute_unless_a_folder_was_looked_into() -> None:
    files = [file(number, area, NOON) for number, area in enumerate("ABC")]
    (flag,) = bulk_sending(files, LIMITS, NAMES, "K")
    assert (flag.area_code, flag.rows) == ("K", ("k0", "k1", "k2"))
    assert (
        list(bulk_sending([replace(item, is_stamped_alone=False) for item in files], LIMITS, NAMES, "K"))
        == []
    )
    assert list(bulk_sending([*files[:2], file(3, "A", NOON)], LIMITS, NAMES, "K")) == []


def heaped(round_ones: int, others: int) -> list[SeenRow]:
    counts = [20 + 5 * (n % 9) for n in range(round_ones)] + [21 + n % 4 for n in range(others)]
    return [row(number, "A", count) for number, count in enumerate(counts)]


@pytest.mark.parametrize(
    ("round_ones", "others", "is_flagged"),
    [
        (30, 30, True),  # (150 - 60)^2 / 240 = 33.75
        (27, 33, False),  # (135 - 60)^2 / 240 = 23.4
        (28, 32, True),  # (140 - 60)^2 / 240 = 26.7
        (0, 400, False),  # too few round ones: (0 - 400)^2 / 1600 = 100, and no heap
        (49, 0, False),  # not enough counts to judge
        (50, 0, True),
    ],
)
def test_heaped_digits(round_ones: int, others: int, is_flagged: bool) -> None:
    rows = heaped(round_ones, others)
    flags = list(digit_heaping(form(rows), rows, LIMITS))
    assert [flag.count for flag in flags] == ([round_ones] if is_flagged else [])


def test_single_digits_say_nothing_about_heaping() -> None:
    rows = [row(number, "A", 5 * (number % 2)) for number in range(200)]
    assert list(digit_heaping(form(rows), rows, LIMITS)) == []


@given(st.lists(st.integers(0, 400), min_size=30, max_size=60))
def test_outliers_are_exactly_those_beyond_three_deviations(counts: list[int]) -> None:
    rows = [row(number, "A", count) for number, count in enumerate(counts)]
    n = len(counts)
    mean = Fraction(sum(counts), n)
    variance = sum((count - mean) ** 2 for count in counts) / (n - 1)
    expected = sorted(
        item.row_id for item, count in zip(rows, counts, strict=True) if (count - mean) ** 2 > 9 * variance
    )
    found = [row_id for flag in outliers(form(rows), rows, LIMITS) for row_id in flag.rows]
    assert found == expected


@pytest.mark.parametrize(("far", "is_flagged"), [(131, False), (132, True)])
def test_the_deviation_is_that_of_a_sample(far: int, is_flagged: bool) -> None:
    """With n in place of n - 1 the deviation is smaller, and 131 would be flagged too."""
    counts = [109 if number % 2 else 91 for number in range(39)] + [far]
    assert (abs(far - mean(counts)) > 3 * stdev(counts)) == is_flagged
    assert abs(far - mean(counts)) > 3 * pstdev(counts)
    rows = [row(number, "A", count) for number, count in enumerate(counts)]
    assert [flag.rows for flag in outliers(form(rows), rows, LIMITS)] == ([("r39",)] if is_flagged else [])


def test_an_outlier_needs_thirty_others_of_its_own_kecamatan() -> None:
    own = [row(number, "A", 50 + number % 3, 7) for number in range(29)]
    others = [row(100 + number, "B", 51, 7) for number in range(60)]
    far = row(500, "A", 900, 7)
    few = [*own, *others, far]
    assert list(outliers(form(few), [*own, *others], LIMITS)) == []
    enough = [*few, row(29, "A", 50, 7)]
    (flag,) = outliers(form(enough), [item for item in enough if item is not far], LIMITS)
    assert (flag.area_code, flag.rows) == ("A", ("r500",))
    assert flag.text == "Ada hitungan di Utara yang jauh dari unit lain di kecamatan itu: Lajur a."


def test_what_is_held_zero_or_copied_is_not_what_is_usual() -> None:
    rows = [row(1, "A", 5), replace(row(2, "A", 6), is_accepted=False), row(3, "A", 0), row(4, "A", 8)]
    assert [item.row_id for item in usual_rows(rows, {"r4"})] == ["r1"]


COUNTS = st.one_of(st.none(), st.integers(0, 12), st.integers(80, 300))
WORLD = st.lists(st.tuples(st.sampled_from("ABC"), st.tuples(*[COUNTS] * 6)), min_size=30, max_size=50)


def covered(before: list[Flag], after: list[Flag]) -> list[Flag]:
    """The flags that are gone, or speak of fewer rows."""
    later = {(flag.kind, flag.area_code, flag.subject): set(flag.rows) for flag in after}
    return [
        flag
        for flag in before
        if not set(flag.rows) <= later.get((flag.kind, flag.area_code, flag.subject), set())
    ]


@settings(max_examples=150)
@given(WORLD, st.data())
def test_injected_zeros_and_clones_only_add_flags(
    world: list[tuple[str, tuple[int | None, ...]]], data: st.DataObject
) -> None:
    limits = replace(
        LIMITS, small_denominator=5, digit_chi_square=4, outlier_deviations=2, copied_rows=1, zero_units=1
    )
    rows = [row(number, area, *counts) for number, (area, counts) in enumerate(world)]
    before = list(flags_of_form(form(rows), limits))
    injected = []
    for number in range(1000, 1000 + data.draw(st.integers(1, 8))):
        clonable = [item for item in rows if len({c for c in item.counts if c is not None and c >= 10}) >= 4]
        area = data.draw(st.sampled_from("ABC"))
        if clonable and data.draw(st.booleans()):
            source = data.draw(st.sampled_from(clonable))
            area = next(other for other in "ABC" if other != source.kecamatan_code)
            injected.append(row(number, area, *source.counts))
        else:
            injected.append(row(number, area, *[0] * 6))
    after = list(flags_of_form(form([*rows, *injected]), limits))
    assert covered(before, after) == []
    flagged = {row_id for flag in after for row_id in flag.rows}
    assert {item.row_id for item in injected} <= flagged


def test_order_of_rows_changes_no_flag() -> None:
    rows = [row(number, "ABC"[number % 3], *telling(number % 11)) for number in range(90)]
    assert list(flags_of_form(form(rows), LIMITS)) == list(flags_of_form(form(rows[::-1]), LIMITS))
