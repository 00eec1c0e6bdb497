"""Statuses are worked out again from the figures: neither better nor worse than they may be said (P12, L14, L15)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.golden.report_world import COMPLETE, world

from jujur.auditing.standing import crooked_statuses
from jujur.domain.figures import AreaStatus
from jujur.domain.gates import GateRule

RULE = GateRule("K-1", 2, 90, 24, 0, 0)
CALM = replace(world(tallies=COMPLETE, is_open=True, with_incidents=False), gate_rule=RULE)
KECAMATAN = CALM.statuses[1].area_code


def said(at: int, status: AreaStatus) -> object:
    statuses = list(CALM.statuses)
    statuses[at] = replace(statuses[at], status=status)
    return replace(CALM, statuses=tuple(statuses))


def test_honest_statuses_follow_from_their_figures() -> None:
    assert {one.status for one in CALM.statuses} == {AreaStatus.KONDUSIF}
    assert crooked_statuses(CALM) == []


@pytest.mark.parametrize(
    ("name", "changes", "due"),
    [
        ("timeliness", {"value": None}, AreaStatus.BELUM_DAPAT_DISIMPULKAN),
        ("tps_usable", {"value": 0}, AreaStatus.BELUM_DAPAT_DISIMPULKAN),
        ("incident_forms", {"n": 0}, AreaStatus.BELUM_DAPAT_DISIMPULKAN),
        ("incident_forms", {"n": 0, "N": 0}, AreaStatus.BELUM_DAPAT_DISIMPULKAN),
        ("incident_forms_fresh", {"k": 0}, AreaStatus.BELUM_DAPAT_DISIMPULKAN),
        ("incidents_open_severe", {"k": 1}, AreaStatus.PERLU_PERHATIAN),
        ("incident_rows_held", {"k": 1}, AreaStatus.PERLU_PERHATIAN),
    ],
)
def test_a_status_better_than_its_figures_is_found(
    name: str, changes: dict[str, object], due: AreaStatus
) -> None:
    key = f"{KECAMATAN}/{name}"
    figures = {**CALM.figures, key: replace(CALM.figures[key], **changes)}  # type: ignore[arg-type]
    (found,) = crooked_statuses(replace(CALM, figures=figures))
    assert found == f"simpulan {KECAMATAN} KONDUSIF, padahal angkanya menentukan {due.value} (P12)"


def test_a_missing_figure_is_not_enough() -> None:
    figures = {key: one for key, one in CALM.figures.items() if key != f"{KECAMATAN}/tps_usable"}
    assert len(crooked_statuses(replace(CALM, figures=figures))) == 1


def test_a_status_worse_than_its_figures_is_found_too() -> None:
    found = crooked_statuses(said(1, AreaStatus.PERLU_PERHATIAN))  # type: ignore[arg-type]
    assert len(found) == 2  # its own, and the city's, which is better than its worst kecamatan


def test_the_city_is_its_worst_kecamatan() -> None:
    (found,) = crooked_statuses(said(0, AreaStatus.PERLU_PERHATIAN))  # type: ignore[arg-type]
    assert found.startswith("simpulan kota PERLU PERHATIAN")


def test_the_frozen_rule_decides_and_not_the_printed_threshold() -> None:
    strict = replace(CALM, gate_rule=replace(RULE, coverage_percent=101))
    assert len(crooked_statuses(strict)) == len(CALM.statuses) - 1
