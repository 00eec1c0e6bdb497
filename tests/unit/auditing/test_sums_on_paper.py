"""Printed parts add to printed totals, and what qualifies a number is on its page (P30, P32; L44, L50)."""

from copy import deepcopy
from dataclasses import replace

import pytest
from tests.golden.editions import WORLDS, content, edition

from jujur.auditing import read_facts, read_text
from jujur.auditing.figures_in_words import unsourced_words
from jujur.auditing.nearness import distant_qualifiers
from jujur.auditing.sums import crooked_sums

CITY = "city draft"


def facts():
    return deepcopy(read_facts(edition(CITY).pdf))


def sums(changed):
    about = content(CITY)
    return " | ".join(crooked_sums(changed, about.area.code, [area.code for area in about.children]))


def test_honest_paper_adds_up():
    assert sums(facts()) == ""


@pytest.mark.parametrize(
    ("fact", "alarm"),
    [
        ("16.72.03/tps_on_time#value", "16.72/tps_on_time tercetak"),
        ("16.72/rows_held#value", "16.72/rows_received tercetak"),
        ("16.72.01/sum_pemilih_dpt_j#value", "16.72/sum_pemilih_dpt_j tercetak"),
    ],
)
def test_a_part_that_does_not_add_up_is_caught(fact, alarm):
    changed = facts()
    for ink in changed["printed"] + changed["spoken"]:
        if ink[1] == fact:
            ink[0] = "7"
    assert alarm in sums(changed)


def test_one_fact_in_two_ways_is_caught():
    changed = facts()
    ink = next(ink for ink in changed["printed"] if ink[1] == "16.72/tps_on_time#value")
    ink[0] = "241"
    assert "16.72/tps_on_time tercetak dalam dua rupa: 241, 242" in sums(changed)


@pytest.mark.parametrize("name", WORLDS)
def test_qualifiers_of_honest_editions_are_near(name):
    pdf = edition(name).pdf
    assert distant_qualifiers(content(name), read_text(pdf), read_facts(pdf)) == []


def test_a_qualifier_on_another_page_is_caught():
    about = content(CITY)
    key = next(key for key, one in about.figures.items() if "/sum_" in key and not one.is_complete)
    inks = [["5", f"{key}#value"], ["2", f"{key}#n"], ["9", f"{key}#N"]]
    told = {"printed": inks, "furniture": []}
    near = ["5 dari 2 dari 9 Halaman 1 dari 2", "Halaman 2 dari 2"]
    far = ["5 Halaman 1 dari 2", "2 dari 9 Halaman 2 dari 2"]
    assert distant_qualifiers(about, near, told) == []
    assert distant_qualifiers(about, far, told) == [
        f"halaman 1: {key} tercetak tanpa {part} di halaman itu (P32)" for part in ("n", "N")
    ]


def test_a_percent_without_its_fraction_on_the_page_is_caught():
    key = f"{content(CITY).area.code}/coverage"
    inks = [["53,0 %", f"{key}#percent"], ["262", f"{key}#k"], ["494", f"{key}#denominator"]]
    far = ["53,0 % Halaman 1 dari 2", "262/494 Halaman 2 dari 2"]
    found = distant_qualifiers(content(CITY), far, {"printed": inks, "furniture": []})
    assert [line.split()[5] for line in found] == ["k", "denominator"]


def test_words_of_somebody_else_are_no_claims_of_the_report():
    """A rule that says "dua persen" and a report of a Thursday may be printed; the same words of our own may not."""
    about = content(CITY)
    told = {"printed": [], "furniture": []}
    pages = ["Suara melebihi dua persen; lebih baik daripada hari Kamis."]
    assert len(unsourced_words(pages, told, about)) == 4
    ours = replace(about, rules=(replace(about.rules[0], statement=pages[0]), *about.rules[1:]))
    assert unsourced_words(pages, told, ours) == []
