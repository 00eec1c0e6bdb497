"""Laws that the figures obey before anything is printed."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.golden.editions import content

from jujur.auditing.laws import broken_laws


def changed(key, **values):
    honest = content("city draft")
    return replace(honest, figures={**honest.figures, key: replace(honest.figures[key], **values)})


def test_honest_figures_obey_all_laws():
    assert broken_laws(content("city draft")) == []


@pytest.mark.parametrize(
    ("key", "values", "law"),
    [
        ("16.72.03/rows_held", {"k": 9, "value": 9}, "P01"),
        ("16.72/tps_late", {"k": 21, "value": 21}, "P01"),
        ("16.72/tps_not_received", {"k": 200, "value": 200}, "P01"),
        ("16.72/coverage", {"denominator": 300, "value": Fraction(262, 300)}, "P03"),
        ("16.72/coverage", {"value": Fraction(99, 100)}, "P04"),
        ("16.72/coverage", {"k": 500, "value": Fraction(500, 494)}, "P05"),
        ("16.72/turnout", {"lower": Fraction(99, 100)}, "P08"),
        ("16.72/turnout", {"upper": Fraction(1, 100)}, "P08"),
        ("16.72.02/sum_suara_sah", {"k": 1, "value": 1}, "P30"),
    ],
)
def test_a_broken_law_is_named(key, values, law):
    assert any(law in problem for problem in broken_laws(changed(key, **values)))


def test_a_missing_figure_is_named():
    honest = content("city draft")
    figures = {key: figure for key, figure in honest.figures.items() if key != "16.72.05/tps_late"}
    assert broken_laws(replace(honest, figures=figures)) == ["angka 16.72.05/tps_late tidak ada"]


def test_a_held_row_that_vanished_is_named():
    honest = content("city draft")
    assert any("P01" in problem for problem in broken_laws(replace(honest, held=honest.held[1:])))


def test_a_kecamatan_without_a_status_is_named():
    honest = content("city draft")
    assert any("P02" in problem for problem in broken_laws(replace(honest, statuses=honest.statuses[:-1])))
