"""Nothing that looks like a result before the legal hour, nor in the quiet period (P19, L47)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden.editions import ASSETS, content
from tests.golden.report_world import RESULTS_GATE

from jujur.auditing import audit, read_facts, read_text
from jujur.auditing.results import early_results, may_print_results
from jujur.domain.gates import is_result
from jujur.domain.periods import WIB
from jujur.operations.known import printable
from jujur.rendering import render

HOUR = RESULTS_GATE.opens_at
SECOND = timedelta(seconds=1)
NOTHING_PRINTED = {"printed": [], "furniture": [], "spoken": [], "figures": {}}


def at(as_of, release_at, gate=RESULTS_GATE):
    honest = content("city draft")
    return replace(
        honest, edition=replace(honest.edition, as_of=as_of, release_at=release_at), results_gate=gate
    )


def held_back(about):
    """The content as operations hand it over: before the hour without any result."""
    return replace(about, figures=printable(RESULTS_GATE, dict(about.figures), about.edition, ()))


@pytest.mark.parametrize(
    ("as_of", "release_at", "is_open"),
    [
        (HOUR, HOUR, True),
        (HOUR + SECOND, HOUR + SECOND, True),
        (HOUR - SECOND, HOUR, False),
        (HOUR - SECOND, HOUR - SECOND, False),
        (HOUR, HOUR - SECOND, False),
        (datetime(2024, 2, 12, tzinfo=WIB), datetime(2024, 2, 14, 20, tzinfo=WIB), False),
    ],
)
def test_the_hour_is_exact_to_the_second(as_of, release_at, is_open):
    about = at(as_of, release_at)
    assert RESULTS_GATE.is_open_for(about.edition) is is_open
    assert may_print_results(about) is is_open
    assert any(is_result(figure.name) for figure in held_back(about).figures.values()) is is_open
    assert (early_results(about, NOTHING_PRINTED) == []) is is_open
    assert early_results(held_back(about), NOTHING_PRINTED) == []


@given(st.integers(-5 * 86400, 2 * 86400), st.integers(-5 * 86400, 2 * 86400))
def test_both_rooms_read_the_clock_alike(as_of, release_at):
    about = at(HOUR + as_of * SECOND, HOUR + release_at * SECOND)
    assert may_print_results(about) is RESULTS_GATE.is_open_for(about.edition)
    assert may_print_results(about) is (as_of >= 0 and release_at >= 0)


def test_the_quiet_period_is_closed_even_after_an_hour_that_was_set_too_early():
    early = replace(RESULTS_GATE, opens_at=datetime(2024, 2, 1, tzinfo=WIB))
    inside, after = datetime(2024, 2, 13, 23, 59, 59, tzinfo=WIB), datetime(2024, 2, 14, tzinfo=WIB)
    assert not may_print_results(at(inside, inside, early))
    assert not early.is_open_for(at(inside, inside, early).edition)
    assert may_print_results(at(after, after, early))
    assert early.is_open_for(at(after, after, early).edition)


def test_without_a_known_hour_nothing_is_printed():
    assert not may_print_results(at(HOUR, HOUR, None))


@pytest.mark.parametrize("part", ["printed", "spoken", "furniture"])
def test_a_result_that_slips_onto_the_page_is_found(part):
    about = held_back(at(HOUR - SECOND, HOUR))
    facts = NOTHING_PRINTED | {part: [["38.553", "16.72/sum_suara_sah#value"]]}
    assert early_results(about, facts) == [
        "angka hasil 16.72/sum_suara_sah tidak boleh dimuat sebelum jam yang sah (P19)"
    ]


def test_a_result_inside_the_file_is_found():
    about = held_back(at(HOUR - SECOND, HOUR))
    assert early_results(about, NOTHING_PRINTED | {"figures": {"16.72/filled_suara_total": {}}})


def test_an_early_edition_says_why_it_has_no_results_and_carries_none():
    about = held_back(at(HOUR - SECOND, HOUR))
    made = render(about, ASSETS)
    assert audit(made.pdf, about) == []
    pages = " ".join(" ".join(read_text(made.pdf)).split())
    assert "Suara sah dan tidak sah tidak dicetak: baru boleh sejak 14 Februari 2024 pukul 15.00 WIB" in pages
    assert "38.553" not in pages
    assert not any("suara_sah" in key for key in read_facts(made.pdf)["figures"])
    later = replace(about, results_gate=replace(RESULTS_GATE, opens_at=HOUR - timedelta(days=1)))
    assert any("P19" in problem or "tidak ada" in problem for problem in audit(made.pdf, later))
