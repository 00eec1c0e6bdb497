"""Shapes of checks: rules as data become cases. One builder a shape; ``config/rules`` names them in ``check``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jujur.domain.errors import ConfigurationError
from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.validation.checks import (
    across,
    answers,
    arithmetic,
    constants,
    moments,
    privacy,
    readable,
    reference,
)
from jujur.validation.checks.case import Builder, Case, Surroundings

__all__ = ["BUILDERS", "FILE_CHECKS", "Case", "Surroundings", "all_cases", "cases_of"]

BUILDERS: dict[str, Builder] = {
    "known_code": reference.known_codes,
    "known_station": reference.known_stations,
    "unique_unit": reference.unique_units,
    "reference_count": reference.reference_counts,
    "whole_number": readable.whole_numbers,
    "typed": readable.typed_cells,
    "sum": arithmetic.sums,
    "equal": arithmetic.equalities,
    "equal_within": arithmetic.near_equalities,
    "balance": arithmetic.balances,
    "at_most": arithmetic.bounds,
    "at_most_constant": constants.upper_limits,
    "equal_constant": constants.fixed_counts,
    "known_choice": answers.known_choices,
    "filled": answers.filled_cells,
    "required_when": answers.demanded_cells,
    "blank_when": answers.unwanted_cells,
    "inside_period": moments.inside_period,
    "time_order": moments.time_orders,
    "days_from_voting": moments.days_from_voting,
    "instant_by": moments.latest_instants,
    "roll_up": across.roll_ups,
    "roll_up_parent": across.parent_roll_ups,
    "not_below_earlier": across.series,
    "no_personal_data": privacy.impersonal_cells,
}

# Asked of a file as a whole, not of its rows: see validation.carried.
FILE_CHECKS = ("carried_on",)


def cases_of(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """All cases of one rule. Raises ConfigurationError for a check shape that nobody has built."""
    if rule.check in FILE_CHECKS:
        return
    builder = BUILDERS.get(rule.check)
    if builder is None:
        raise ConfigurationError(
            f"Aturan {rule.id} memakai bentuk pemeriksaan yang tidak dikenal: {rule.check}."
        )
    yield from builder(rule, form, around)


def all_cases(rules: Sequence[Rule], form: Form, around: Surroundings) -> list[Case]:
    """The cases of all rules of a form; no two share a key, although a rule may compare the same columns twice."""
    seen: dict[str, int] = {}
    cases = []
    for rule in rules:
        for case in cases_of(rule, form, around):
            seen[case.key] = seen.get(case.key, 0) + 1
            times = seen[case.key]
            cases.append(case if times == 1 else replace(case, key=f"{case.key}#{times}"))
    return cases
