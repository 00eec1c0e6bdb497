"""A weekly report says what its lists and figures say, and what is missing from the page is found (P02, P10, P17, P18, P26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.golden.editions import ASSETS, content, edition
from tests.golden.weekly_world import KECAMATAN

from jujur.auditing import audit
from jujur.auditing.laws import broken_laws
from jujur.auditing.standing import crooked_statuses
from jujur.domain.figures import AreaStatus
from jujur.domain.reports import ReportContent
from jujur.rendering import render

BUSY, PART, CALM = "busy week", "busy week in a kecamatan", "calm week"
WEEKS = (BUSY, PART, CALM, "week in which nothing came", "week without the incident form")
Change = Callable[[ReportContent], ReportContent]


@pytest.mark.parametrize("name", WEEKS)
def test_an_honest_week_passes(name: str) -> None:
    assert audit(edition(name).pdf, content(name)) == []


def test_a_complete_week_is_calm_and_a_week_without_incident_forms_says_nothing() -> None:
    assert {one.status for one in content(CALM).statuses} == {AreaStatus.KONDUSIF}
    unasked = content("week without the incident form").statuses
    assert {one.status for one in unasked} == {AreaStatus.BELUM_DAPAT_DISIMPULKAN}


def without(about: ReportContent, name: str) -> ReportContent:
    assert about.week is not None
    assert getattr(about.week, name)
    return replace(about, week=replace(about.week, **{name: getattr(about.week, name)[1:]}))


def told_better(about: ReportContent) -> ReportContent:
    assert about.week is not None
    return replace(
        about,
        week=replace(about.week, stages=tuple(replace(one, state="selesai") for one in about.week.stages)),
    )


def calmed(about: ReportContent) -> ReportContent:
    return replace(
        about, statuses=tuple(replace(one, status=AreaStatus.KONDUSIF, reasons=()) for one in about.statuses)
    )


def item_closed(about: ReportContent) -> ReportContent:
    return replace(about, followups=tuple(replace(one, state="ditutup") for one in about.followups))


def counted_less(about: ReportContent) -> ReportContent:
    key = "16.72/neutrality_pending"
    figure = replace(about.figures[key], k=0, value=0)
    return replace(about, figures={**about.figures, key: figure})


LIES: dict[str, tuple[Change, str]] = {
    "a form is left out": (lambda one: without(one, "forms"), "daftar formulir"),
    "a stuck stage is left out": (lambda one: without(one, "stages"), "stages_obstructed"),
    "a stuck stage is told as done": (told_better, "stages_obstructed"),
    "an allegation is left out": (lambda one: without(one, "allegations"), "neutrality_reported"),
    "an allegation is uncounted": (counted_less, "neutrality_reported"),
    "an open item is told as closed": (item_closed, "followups_closed"),
    "nothing can be concluded, and calm is said": (calmed, "P12"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_week_whose_lists_and_figures_differ_is_found(lie: str) -> None:
    change, word = LIES[lie]
    honest = content(BUSY)
    assert [*broken_laws(honest), *crooked_statuses(honest)] == []
    about = change(honest)
    assert any(word in found for found in (*broken_laws(about), *crooked_statuses(about))), lie


ON_PAPER: dict[str, tuple[Change, str]] = {
    "a mistake is not printed": (lambda one: without(one, "mistakes"), "kekeliruan"),
    "no mistake is printed": (lambda one: replace(one, week=replace(one.week, mistakes=())), "Yang salah"),
    "a stage is not printed": (lambda one: without(one, "stages"), "halaman 1 (P18)"),
    "an allegation is not printed": (lambda one: without(one, "allegations"), "allegation/"),
    "an item is not printed": (lambda one: replace(one, followups=one.followups[1:]), "tindak lanjut"),
}


@pytest.mark.parametrize("lie", ON_PAPER)
def test_what_is_left_off_the_paper_is_missed(lie: str) -> None:
    change, word = ON_PAPER[lie]
    honest = content(BUSY)
    assert any(word in found for found in audit(render(change(honest), ASSETS).pdf, honest)), lie


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("(Tindak Lanjut dan Strategi)", "", "tidak ada di halaman 1 (P18)"),
        ("<b>belum melapor</b>", "", "belum melapor"),
        ("Yang salah pekan ini", "Catatan", "Yang salah pekan ini"),
        ("laporan; kajian", "laporan", "keadaan dugaan"),
        ("Jalan ke gudang putus", "Jalan biasa", "hambatan tahap"),
    ],
)
def test_words_without_a_digit_are_missed_too(old: str, new: str, word: str) -> None:
    from tests.golden.editions import forge

    forged = forge(lambda html: html.replace(old, new), BUSY)
    assert any(word in found for found in audit(forged, content(BUSY))), old


def test_every_kecamatan_stands_in_every_table_of_a_silent_week() -> None:
    about = content("week in which nothing came")
    assert {one.kecamatan.code for one in about.week.forms} == set(KECAMATAN)
    html = edition("week in which nothing came").html
    assert html.count("tidak satu pun formulir melapor") == len(KECAMATAN)
