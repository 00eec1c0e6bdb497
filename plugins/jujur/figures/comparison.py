"""Change against the slot before, on the units that reported in both (P21), and what forbids it (P22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jujur.domain.areas import Area
from jujur.domain.figures import Exact
from jujur.domain.vintages import Break, Comparison

# One unit's values of the columns that are compared; None where it did not say.
Values = Mapping[str, int | None]
USERS = "pengguna_total_j"
REGISTERED = ("pemilih_dpt_j", "pengguna_dptb_j", "pengguna_dpk_j")
TURNOUT = (USERS, *REGISTERED)

NOT_PUBLISHED = "terbitan sebelumnya tidak ada"
BROKEN = "deret terputus"
TOO_FEW = "unit yang melapor pada keduanya di bawah ambang"
NONE_EXPECTED = "tidak ada unit yang wajib lapor"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is compared: the slot before and this one, each as its own edition knew it.

    ``before`` and ``after`` are keyed by unit code, ``expected`` are the units of this edition's frame.
    ``obstacle`` forbids every comparison, in words: no edition before this one, or a break (P22).
    """

    edition_id: str
    before: Mapping[str, Values]
    after: Mapping[str, Values]
    expected: Mapping[str, str]
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """``matched_percent`` of the expected units must carry a comparison; shares need ``small_denominator`` of them (P06, P21)."""

    matched_percent: int
    small_denominator: int


def compare(
    areas: Iterable[Area], columns: Mapping[str, str], baseline: Baseline, limits: Limits
) -> tuple[Comparison, ...]:
    """The change of every column (name to label) and of turnout for every area.

    ``baseline.expected`` maps each unit to the code of its area; a unit counts where both editions have its value.
    """
    result: list[Comparison] = []
    for area in areas:
        units = _units_of(area, baseline)
        for column, label in columns.items():
            result.append(_of_sum(area, column, f"sum_{column}", label, units, baseline, limits))
        result.append(_of_turnout(area, units, baseline, limits))
    return tuple(result)


def compare_openings(
    areas: Iterable[Area], columns: Mapping[str, str], baseline: Baseline, limits: Limits
) -> tuple[Comparison, ...]:
    """What :func:`compare` says of the columns, without turnout: takes of voting day carry none (P19)."""
    return tuple(
        _of_sum(area, column, f"sum_{column}", label, _units_of(area, baseline), baseline, limits)
        for area in areas
        for column, label in columns.items()
    )


def compare_counts(
    areas: Iterable[Area], columns: Mapping[str, str], baseline: Baseline, limits: Limits
) -> tuple[Comparison, ...]:
    """The change of every column (name of a figure to label) for every area, summed over its matched units; no turnout."""
    return tuple(
        _of_sum(area, column, column, label, _units_of(area, baseline), baseline, limits)
        for area in areas
        for column, label in columns.items()
    )


def _units_of(area: Area, baseline: Baseline) -> list[str]:
    return [
        unit
        for unit, place in baseline.expected.items()
        if place == area.code or place.startswith(f"{area.code}.")
    ]


def _of_sum(
    area: Area, column: str, name: str, label: str, units: Sequence[str], baseline: Baseline, limits: Limits
) -> Comparison:
    matched = list(_matched(units, (column,), baseline))
    before = _total(matched, column, baseline.before)
    after = _total(matched, column, baseline.after)
    obstacle = _obstacle(len(matched), len(units), baseline, limits, is_share=False)
    return _comparison(
        f"{area.code}/{name}", label, baseline, before, after, len(matched), len(units), obstacle
    )


def _of_turnout(area: Area, units: Sequence[str], baseline: Baseline, limits: Limits) -> Comparison:
    matched = list(_matched(units, TURNOUT, baseline))
    before, after = _turnout(matched, baseline.before), _turnout(matched, baseline.after)
    obstacle = _obstacle(len(matched), len(units), baseline, limits, is_share=True)
    if not obstacle and (before is None or after is None):
        obstacle = TOO_FEW
    return _comparison(
        f"{area.code}/turnout", "Partisipasi", baseline, before, after, len(matched), len(units), obstacle
    )


def _matched(units: Sequence[str], columns: Sequence[str], baseline: Baseline) -> Iterator[str]:
    for unit in units:
        both = (baseline.before.get(unit, {}), baseline.after.get(unit, {}))
        if all(values.get(column) is not None for values in both for column in columns):
            yield unit


def _total(units: Sequence[str], column: str, values: Mapping[str, Values]) -> int:
    return sum(number for unit in units if (number := values[unit][column]) is not None)


def _turnout(units: Sequence[str], values: Mapping[str, Values]) -> Fraction | None:
    registered = sum(_total(units, column, values) for column in REGISTERED)
    return Fraction(_total(units, USERS, values), registered) if registered else None


def _obstacle(matched: int, expected: int, baseline: Baseline, limits: Limits, is_share: bool) -> str:
    if baseline.obstacle:
        return baseline.obstacle
    if not expected:
        return NONE_EXPECTED
    is_thin = is_share and matched < limits.small_denominator
    return TOO_FEW if is_thin or matched * 100 < limits.matched_percent * expected else ""


def _comparison(
    key: str,
    label: str,
    baseline: Baseline,
    before: Exact | None,
    after: Exact | None,
    matched: int,
    expected: int,
    obstacle: str,
) -> Comparison:
    if obstacle or before is None or after is None:
        return Comparison(
            key, label, baseline.edition_id, None, None, None, matched, expected, False, obstacle
        )
    return Comparison(
        key, label, baseline.edition_id, before, after, after - before, matched, expected, is_comparable=True
    )


def breaks(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Break, ...]:
    """What the two editions were made with that is not the same: formulir, aturan, kerangka, ambang, gerbang (P22).

    What only one of them knows is a break too: sameness must be shown, not assumed.
    """
    return tuple(
        Break(what, before.get(what, ""), after.get(what, ""))
        for what in sorted({*before, *after})
        if before.get(what, "") != after.get(what, "")
    )
