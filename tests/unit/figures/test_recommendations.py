"""Recommendations: each rule fires on its facts and on nothing else, names them, and says nothing rosy (honesty.md §3; P12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.golden.quiet_world import quiet
from tests.golden.report_world import AREAS, AT, CITY, annexed

from jujur.domain.recommendations import FactPart
from jujur.domain.reports import FollowUp, ReportContent
from jujur.figures import recommend
from jujur.figures.recommendations import RULES

UTARA = "16.72.01"


def figure(content: ReportContent, key: str, k: int, n: int | None = None) -> ReportContent:
    one = content.figures[key]
    return replace(
        content, figures={**content.figures, key: replace(one, value=k, k=k, n=one.n if n is None else n)}
    )


def item(state: str) -> FollowUp:
    return FollowUp(AREAS[UTARA], "TL-01", "Surat suara dikirim", "Kasi", AT, state, AT - timedelta(days=9))


CASES: dict[str, Callable[[ReportContent], ReportContent]] = {
    "R-1": lambda base: figure(base, f"{UTARA}/tps_not_received", 2),
    "R-2": lambda base: figure(base, f"{UTARA}/rows_held", 4),
    "R-3": lambda base: figure(base, f"{UTARA}/incidents_open_severe", 1),
    "R-4": lambda base: figure(base, f"{CITY}/incident_forms", 4, 4),
    "R-5": lambda base: figure(base, f"{UTARA}/tps_late", 2),
    "R-6": lambda base: figure(base, f"{UTARA}/opening_not_yet", 1),
    "R-7": lambda base: replace(base, spot_checks=tuple(replace(one, checked=0) for one in base.spot_checks)),
    "R-8": lambda base: replace(base, followups=(item("lewat waktu"), item("terbuka"), item("ditutup"))),
    "R-9": lambda base: replace(
        base,
        rules=(
            replace(base.rules[0], rows=0),
            replace(base.rules[1], rows=7),
            replace(base.rules[2], rows=7),
        ),
    ),
    "R-10": lambda base: replace(base, official=annexed(base).official),
}


def test_where_nothing_is_missing_no_rule_fires() -> None:
    assert recommend(quiet()) == ()
    assert recommend(quiet(UTARA)) == ()


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_each_rule_fires_alone_and_names_its_facts(rule: str) -> None:
    assert CASES.keys() == {one.id for one in RULES}
    (made,) = recommend(CASES[rule](quiet()))
    assert (made.rule, made.area_code) == (
        rule,
        UTARA if rule in ("R-1", "R-2", "R-3", "R-5", "R-6") else CITY,
    )
    facts = [part for part in made.because if isinstance(part, FactPart)]
    assert facts
    assert not any(
        character.isdigit()
        for text in (made.advice, *made.because)
        if isinstance(text, str)
        for character in text
    )


def test_the_office_is_the_one_of_the_kecamatan_or_a_fixed_word() -> None:
    made = recommend(CASES["R-5"](quiet()))[0]
    assert made.office == "Koordinator tim Kecamatan Pagar Alam Utara"
    nobody = replace(CASES["R-5"](quiet()), contacts=())
    assert recommend(nobody)[0].office == "tim kecamatan"


def test_unknown_incidents_recommend_no_settling_but_the_form() -> None:
    """P07: no form, so nobody knows of any incident; an old count proves nothing."""
    silent = figure(figure(quiet(), f"{UTARA}/incidents_open_severe", 1), f"{UTARA}/incident_forms", 0, 0)
    assert [one.rule for one in recommend(silent)] == []
    assert [one.rule for one in recommend(figure(silent, f"{CITY}/incident_forms", 4, 4))] == ["R-4"]


def test_the_rule_that_rows_broke_most_is_named_and_of_several_the_first() -> None:
    (made,) = recommend(CASES["R-9"](quiet()))
    named = [(part.kind, part.text, part.count) for part in made.because if isinstance(part, FactPart)]
    assert named == [("quote", "V02", 0), ("count", "", 7)]


def test_a_difference_needs_an_explanation_only_where_there_is_one() -> None:
    base = quiet()
    quoted = annexed(base).official or ()
    same = tuple(one for one in quoted if one.indicator == "jumlah_tps")
    explained = tuple(one for one in quoted if one.explanation)
    assert same
    assert explained
    assert recommend(replace(base, official=(*same, *explained))) == ()
