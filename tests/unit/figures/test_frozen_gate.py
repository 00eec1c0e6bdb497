"""The gate that is frozen with a frame is the gate that is applied: its terms cannot say one thing and its code another (L49)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from jujur.domain.areas import Area
from jujur.domain.figures import Figure
from jujur.domain.gates import GATES, GateCondition
from jujur.figures import gate
from jujur.figures.claims import RULE

AREA = Area("16.72.01", "Pagar Alam Utara", "kecamatan", "16.72")
(APPLIED,) = [item for item in GATES if item.id == RULE]

GOOD = {
    "timeliness": Figure("timeliness", AREA.code, "", "", Fraction(1), 9, 9, 9),
    "incident_forms": Figure("incident_forms", AREA.code, "", "", 1, 1, 1, 1),
    "incidents_open_severe": Figure("incidents_open_severe", AREA.code, "", "", 0, 0, 1, 1),
    "rows_held": Figure("rows_held", AREA.code, "", "", 0, 0, 9, 9),
}
# What breaks each condition, by the words in which it is frozen.
WORSE = {
    "at least the limit, in per cent": {"value": Fraction(89, 100), "k": 89},
    "complete": {"n": 0, "k": 0, "value": 0},
    "zero": {"k": 1, "value": 1},
}


def world(**changed: Figure) -> dict[str, Figure]:
    return {figure.key: figure for figure in (GOOD | changed).values()}


def test_the_frozen_conditions_are_the_evidence_of_a_status() -> None:
    evidence = gate(AREA, world(), 90).evidence
    assert [f"{AREA.code}/{item.figure}" for item in APPLIED.conditions] == list(evidence)
    assert gate(AREA, world(), 90).status.value == "KONDUSIF"


@pytest.mark.parametrize("condition", APPLIED.conditions, ids=lambda condition: condition.figure)
def test_breaking_a_frozen_condition_has_the_frozen_consequence(condition: GateCondition) -> None:
    worse = replace(GOOD[condition.figure], **WORSE[condition.must])  # type: ignore[arg-type]
    assert gate(AREA, world(**{condition.figure: worse}), 90).status.value == condition.otherwise


def test_terms_carry_the_values_of_the_limits() -> None:
    terms = APPLIED.terms({"coverage_percent": 88, "small_denominator": 30})
    assert terms["limits"] == {"coverage_percent": 88}
    assert [item["figure"] for item in terms["conditions"]] == list(GOOD)
