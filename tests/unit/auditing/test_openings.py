"""The opening of stations on paper: every count, every bound, nobody without news left out, nothing said too early (P08, P10)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from tests.golden.editions import ASSETS, UTARA, content, edition, forge_template
from tests.golden.report_world import COMPLETE, eventful, statuses, world
from tests.golden.takes import take

from jujur.auditing import audit, read_facts, read_text
from jujur.auditing.openings import crooked_openings
from jujur.auditing.standing import crooked_statuses
from jujur.domain.figures import AreaStatus
from jujur.rendering import render

TAKE, CLOSED = "a take before voting ends", "a take after voting ended, of a kecamatan"


@cache
def text(name):
    return " ".join(" ".join(read_text(edition(name).pdf)).split())


@pytest.mark.parametrize("name", [TAKE, CLOSED])
def test_an_honest_take_passes_and_says_how_stations_opened(name):
    assert audit(edition(name).pdf, content(name)) == []
    assert "dibuka tepat waktu (sampai pukul 07.00 WIB)" in text(name)
    assert "bila semua TPS yang jam bukanya belum diketahui juga terlambat, jumlahnya paling banyak" in text(
        name
    )


def test_only_a_take_before_the_end_of_voting_says_that_nothing_is_concluded():
    words = "Pengambilan ini sebelum pemungutan selesai (pukul 13.00 WIB)"
    assert words in text(TAKE)
    assert words not in text(CLOSED)


def test_the_city_names_whom_to_ask_and_a_kecamatan_its_stations():
    assert "belum pernah Koordinator tim Kecamatan Dempo Tengah" in text(TAKE)
    assert (
        "Ditagih kepada Koordinator tim Kecamatan Pagar Alam Utara; kiriman terakhir tim 14 Feb 2024 13.26 WIB"
        in (text(CLOSED))
    )
    assert re.search("Sukorejo 8/27 012 002, 004– ?006, 008– ?010 001, 003", text(CLOSED))


@pytest.mark.parametrize(
    ("old", "new", "missed"),
    [
        ("{{ least(area, name) }}", "-", "opening_late#value"),
        ('{{ view.opening_upper(c.area, "opening_late") }}', "tak terhingga", "opening_late/upper"),
        ("{{ view.gap_count(area, reason) }}", "-", "gap/16.72.01/held"),
        ('{{ view.poll_hour("opening") }}', "pagi", "polls/opening"),
    ],
)
def test_a_template_that_leaves_something_out_is_caught(tmp_path, old, new, missed):
    pdf = forge_template(tmp_path, "sections/take/opening.html.j2", old, new, TAKE)
    assert any(missed in found for found in audit(pdf, content(TAKE)))


def test_stations_without_news_are_named_in_a_kecamatan(tmp_path):
    pdf = forge_template(
        tmp_path, "sections/take/silent.html.j2", "{{ view.gap_units(area, reason) }}", "TPS", CLOSED
    )
    assert any("/units" in found for found in audit(pdf, content(CLOSED)))


def test_when_a_team_was_last_heard_of_cannot_be_left_out(tmp_path):
    pdf = forge_template(tmp_path, "sections/take/silent.html.j2", "{{ view.gap_heard(area) }}", "-", TAKE)
    assert any("gap/16.72.01/heard#short" in found for found in audit(pdf, content(TAKE)))


def test_what_changed_since_the_take_before_cannot_be_left_out(tmp_path):
    """Stability: the change and the number of matched stations of every area, once each (P21)."""
    change = "{{ parts(view.comparison_change(one)) }}"
    pdf = forge_template(tmp_path, "sections/take/stability.html.j2", change, "-", TAKE)
    assert any("comparison/16.72.01/sum_opening_late/change" in found for found in audit(pdf, content(TAKE)))
    matched = "{{ parts(view.comparison_matched(row[0])) }}"
    pdf = forge_template(tmp_path / "two", "sections/take/stability.html.j2", matched, "-", TAKE)
    assert any(
        "comparison/16.72.05/sum_opening_on_time/matched" in found for found in audit(pdf, content(TAKE))
    )


def test_where_nothing_can_be_compared_a_line_says_why_and_on_how_many(tmp_path):
    said = "Tidak dapat dibandingkan, unit yang melapor pada keduanya di bawah ambang: Pagar Alam Utara 92 dari 139 TPS."
    assert said in text(CLOSED)
    matched = "{{ parts(view.comparison_matched(view.stability(area)[0])) }} TPS"
    pdf = forge_template(tmp_path, "sections/take/stability.html.j2", matched, "", CLOSED)
    assert any("sum_opening_on_time/matched" in found for found in audit(pdf, content(CLOSED)))


def test_a_take_printed_anew_has_no_column_for_votes_that_it_once_compared():
    """Takes made by older code compared votes too; they are printed again as far as takes have columns."""
    before, about = content(TAKE), eventful()
    old = replace(before, comparisons=(*before.comparisons, *about.comparisons))
    printed = {fact for _, fact in read_facts(render(old, ASSETS).pdf)["printed"]}
    assert "comparison/16.72.01/sum_opening_late/change" in printed
    assert not [fact for fact in printed if fact.startswith("comparison/16.72/") and "opening" not in fact]


def with_counts(base, **changes):
    own = base.area.code
    figures = dict(base.figures)
    for name, more in changes.items():
        one = figures[f"{own}/opening_{name}"]
        figures[one.key] = replace(one, value=one.k + more, k=one.k + more)
    return replace(base, figures=figures)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (lambda base: with_counts(base, late=-1), "bukan kerangka"),
        (lambda base: with_counts(base, late=-1, on_time=1), "bukan jumlahnya"),
        (lambda base: with_counts(base, late=-40, on_time=40), "negatif"),
        (lambda base: replace(base, opening_gaps=base.opening_gaps[1:]), "tanpa kabar terdaftar"),
        (lambda base: replace(base, silent=base.silent[1:]), "hanya ada di satu dari dua daftar"),
        (lambda base: replace(base, polls=None), "jam buka dan tutup"),
        (
            lambda base: replace(
                base, figures={key: one for key, one in base.figures.items() if "opening_unknown" not in key}
            ),
            "opening_unknown tidak ada",
        ),
    ],
)
def test_counts_that_are_not_the_frame_are_caught(about, said):
    assert list(crooked_openings(content(TAKE))) == []
    assert any(said in found for found in crooked_openings(about(content(TAKE))))


def test_an_all_clear_before_the_end_of_voting_is_refused_by_all():
    """Everything complete and quiet: the gate itself, the auditor and the page say the same, before and after the hour."""
    calm = world(tallies=COMPLETE, is_open=True, with_incidents=False)
    early = replace(calm, edition=take(number=2).edition, take=2, takes=5)
    closing = replace(calm, edition=take(number=3).edition, take=3, takes=5)
    assert calm.statuses[0].status is AreaStatus.KONDUSIF
    assert crooked_statuses(closing) == []
    assert any("padahal angkanya menentukan" in found for found in crooked_statuses(early))
    honest = replace(early, statuses=statuses(early.area, early.figures, is_early=True))
    assert crooked_statuses(honest) == []
    assert {one.status for one in honest.statuses} == {AreaStatus.BELUM_DAPAT_DISIMPULKAN}
    assert crooked_statuses(replace(honest, polls=None)) == []
    assert crooked_statuses(replace(closing, polls=None)) != []


def test_what_is_printed_only_on_voting_day_is_not_in_a_daily_report():
    base = world(UTARA)
    assert "Pembukaan TPS" not in " ".join(" ".join(read_text(render(base, ASSETS).pdf)).split())
