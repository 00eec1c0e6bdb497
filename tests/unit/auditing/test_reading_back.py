"""The auditor's own tokeniser, spelling and percent rule."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from tests.golden.editions import content

from jujur.auditing.numerals import numerals
from jujur.auditing.percents import lonely_percents
from jujur.auditing.spelling import expand_units, spell_instant, spell_integer, spell_percent
from jujur.rendering import formats, reading

TEXTS = [
    "TPS 012: 23.456 (53,0 %), V03, s.d. 16.00.",
    "262/494",
    "200.2.1/045/DESK/16.72/2024 (R0)",
    "001–004, 007",
    "C.HASIL",
    "(2: x)",
]


@pytest.mark.parametrize("text", TEXTS)
def test_both_tokenisers_agree(text):
    assert numerals(text) == reading.numerals(text)


@pytest.mark.parametrize(
    "share",
    [
        Fraction(262, 494),
        Fraction(0),
        Fraction(1),
        Fraction(9999, 10000),
        Fraction(1, 9999),
        Fraction(1, 2000),
        Fraction(3, 2000),
    ],
)
def test_both_spellings_of_a_share_agree(share):
    assert spell_percent(share) == " ".join(formats.percent(share).split())


@pytest.mark.parametrize("value", [0, 7, 999, 1000, 23456, 1234567])
def test_both_spellings_of_a_count_agree(value):
    assert spell_integer(value) == formats.integer(value)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("style", ["long", "short", "clock", "day"])
def test_both_spellings_of_an_instant_agree(month, style):
    value = datetime(2024, month, 28, 17, 5, tzinfo=UTC)
    assert spell_instant(value)[style] == " ".join(formats.instant(value, style).split())


def test_all_but_one_is_not_a_hundred():
    assert spell_percent(Fraction(2999, 3000)) == "> 99,9 %"


def test_ranges_of_tps_expand():
    assert expand_units("001–004, 007") == ["001", "002", "003", "004", "007"]
    assert expand_units(formats.units(["003", "001", "002", "901"])) == ["001", "002", "003", "901"]


@pytest.mark.parametrize(
    ("text", "is_honest"),
    [
        ("262 dari 494 TPS (53,0 %)", True),
        ("53,0 % (262/494)", True),
        ("cakupan di bawah ambang 90 %", True),
        ("cakupan 53,0 %", False),
        ("262 dari 494 TPS (54,0 %)", False),
        ("2 dari 3 TPS (66,7 %)", False),
        ("cakupan 90 %", False),
    ],
)
def test_a_percent_needs_its_fraction(text, is_honest):
    problems = lonely_percents(text, content("city draft"), {"printed": []})
    assert (problems == []) is is_honest
