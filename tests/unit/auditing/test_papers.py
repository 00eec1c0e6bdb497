"""Notices, limited reports and errata sheets say what the record says, and a sheet that does not is seen (P26, P29, P46)."""

from dataclasses import replace
from functools import cache

import pytest
from tests.golden.editions import ASSETS
from tests.golden.papers import READERS, erratum, notice

from jujur.auditing import audit_errata, audit_notice, read_text
from jujur.rendering import render_errata, render_notice

LIMITED = notice("terbatas", ("P15", "P31"))


@cache
def sheet(name):
    if name == "errata":
        return render_errata(erratum(), READERS, ASSETS)
    return render_notice(notice() if name == "notice" else LIMITED, ASSETS)


def text(name):
    return " ".join(" ".join(read_text(sheet(name))).split())


def test_honest_papers_raise_nothing_and_have_one_page():
    assert audit_notice(sheet("notice"), notice()) == []
    assert audit_notice(sheet("limited"), LIMITED) == []
    assert audit_errata(sheet("errata"), erratum(), READERS) == []
    assert [len(read_text(sheet(name))) for name in ("notice", "limited", "errata")] == [1, 1, 1]


def test_a_limited_report_names_what_failed_and_prints_no_result():
    assert "P15 Buku fakta" in text("limited")
    for word in ("Suara sah", "KONDUSIF", "Partisipasi"):
        assert word not in text("limited")


def test_without_coverage_the_notice_says_so_and_prints_no_zero():
    bare = replace(notice(), coverage=(), next_kind=None, next_release_at=None)
    pdf = render_notice(bare, ASSETS)
    said = " ".join(" ".join(read_text(pdf)).split())
    assert audit_notice(pdf, bare) == []
    assert "Cakupan tidak dapat dihitung" in said
    assert "tidak memuat terbitan sesudah ini" in said


@pytest.mark.parametrize(
    "truth",
    [
        replace(notice(), reason="ditolak oleh Kepala Badan 2 kali"),
        replace(notice(), coverage=(replace(notice().coverage[0], reported=54), *notice().coverage[1:])),
        replace(notice(), release_at=notice().cut_off_at),
        replace(notice(), area_name="Kota Lubuklinggau"),
        replace(LIMITED, failed_properties=("P15",)),
    ],
    ids=["reason", "coverage", "release", "area", "failed"],
)
def test_a_notice_that_says_something_else_is_seen(truth):
    assert audit_notice(sheet("limited" if truth.failed_properties else "notice"), truth)


def test_rosy_words_in_a_reason_are_masked():
    rosy = replace(notice(), reason="keadaan sebenarnya aman terkendali")
    pdf = render_notice(rosy, ASSETS)
    assert audit_notice(pdf, rosy) == []
    assert "keadaan sebenarnya […] […]" in " ".join(read_text(pdf))


def test_an_errata_sheet_shows_old_new_cause_sections_and_readers():
    for words in ("40.031 (220/494)", "38.553 (213/494)", "C kekeliruan desk", "Hasil pemantauan", *READERS):
        assert words in text("errata")


@pytest.mark.parametrize(
    ("change", "readers"),
    [
        (lambda c: replace(c, changes=c.changes[:-1]), READERS),
        (lambda c: replace(c, is_substantial=False), READERS),
        (lambda c: c, READERS[:1]),
        (lambda c: c, (*READERS, "Kapolres")),
        (lambda c: replace(c, replaces=replace(c.replaces, number="9/LAIN/2024")), READERS),
    ],
    ids=["a change", "conclusion", "a reader too many", "a reader missing", "number"],
)
def test_an_errata_sheet_that_says_something_else_is_seen(change, readers):
    assert audit_errata(sheet("errata"), change(erratum()), readers)


def test_a_first_issue_has_no_errata_sheet():
    with pytest.raises(ValueError, match="tidak menggantikan"):
        render_errata(replace(erratum(), replaces=None), READERS, ASSETS)
