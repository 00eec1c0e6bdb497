"""Honest editions raise no alarm, whatever the day was like."""

import pytest
from tests.golden.editions import WORLDS, content, edition

from jujur.auditing import audit, figure_to_json, figures_from_json, read_facts, read_text
from jujur.auditing.axis import crooked_axis
from jujur.auditing.bars import crooked_bars
from jujur.auditing.visibility import read_sheets


@pytest.mark.parametrize("name", WORLDS)
def test_an_honest_edition_raises_no_alarm(name):
    assert audit(edition(name).pdf, content(name)) == []


@pytest.mark.parametrize("name", WORLDS)
def test_bars_are_as_long_as_their_numbers(name):
    pdf = edition(name).pdf
    sheets = read_sheets(pdf)
    assert crooked_bars(content(name), sheets) == []
    assert crooked_axis(content(name), sheets, pdf) == []


def test_figures_travel_exactly_inside_the_pdf():
    carried = figures_from_json(read_facts(edition("city draft").pdf))
    assert carried == dict(content("city draft").figures)
    assert all(figure_to_json(figure)["k"] == figure.k for figure in carried.values())


def test_an_edition_of_another_day_is_not_this_edition():
    problems = audit(edition("city draft").pdf, content("all complete, gate open"))
    assert any("tidak sama dengan catatan" in problem for problem in problems)


def test_a_file_that_is_no_pdf_is_a_discrepancy_and_not_a_crash():
    assert audit(b"bukan PDF", content("city draft"))


def test_every_page_is_read():
    pages = read_text(edition("city draft").pdf)
    assert len(pages) == 3
    assert all("Bukan hasil resmi" in page for page in pages)
