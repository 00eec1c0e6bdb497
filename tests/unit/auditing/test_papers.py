"""Notices, limited reports and errata sheets say what the record says, and a sheet that does not is seen (P26, P29, P46)."""

import shutil
from dataclasses import replace
from functools import cache

import pytest
from tests.golden.editions import ASSETS
from tests.golden.papers import READERS, erratum, notice

from jujur.auditing import audit_errata, audit_notice, read_text
from jujur.rendering import render_errata, render_notice

LIMITED = notice("terbatas", ("P15", "P31"))


@cache
def sheet(name, language="id"):
    return made(name, ASSETS, language)


def made(name, assets, language):
    if name == "errata":
        return render_errata(erratum(), READERS, assets, language)
    return render_notice(notice() if name == "notice" else LIMITED, assets, language)


def text(name, language="id"):
    return " ".join(" ".join(read_text(sheet(name, language))).split())


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


def found(name, pdf, language="en"):
    """What the audit says of a paper that should be the honest one of this name."""
    if name == "errata":
        return " | ".join(audit_errata(pdf, erratum(), READERS, language))
    return " | ".join(audit_notice(pdf, notice() if name == "notice" else LIMITED, language))


@pytest.mark.parametrize("name", ["notice", "limited", "errata"])
def test_honest_papers_in_english_raise_nothing_and_have_one_page(name):
    assert found(name, sheet(name, "en")) == ""
    assert len(read_text(sheet(name, "en"))) == 1
    assert "the Indonesian paper prevails; names and quoted words are as sent" in text(name, "en")


@pytest.mark.parametrize("name", ["notice", "limited", "errata"])
def test_a_paper_is_audited_in_its_own_language(name):
    assert "bahasa lembar" in found(name, sheet(name))
    assert "bahasa lembar" in found(name, sheet(name, "en"), "id")
    assert found(name, sheet(name), "id") == ""


def test_an_english_paper_quotes_reasons_and_readers_as_they_were_sent():
    assert "Gagal pada tahap penyusunan dan pemeriksaan laporan." in text("notice", "en")
    assert "40,031 (220/494) 38,553 (213/494) C error of the desk" in text("errata", "en")
    assert all(role in text("errata", "en") for role in READERS)


@pytest.mark.parametrize(
    ("name", "old", "new", "alarm"),
    [
        ("notice", "Report not issued", "Report issued", 'tidak memuat "Report not issued"'),
        ("notice", "Daily report", "Final report", 'tidak memuat "Daily report"'),
        ("notice", "DEMONSTRATION · NOT ISSUED", "ISSUED", 'tidak memuat "DEMONSTRATION · NOT ISSUED"'),
        ("notice", "Translation: the Indonesian paper prevails; ", "", "tidak memuat catatan resmi"),
        ("notice", "What is not known", "Tidak ada insiden", '"Tidak ada insiden" tercetak padahal'),
        ("notice", "What is not known", "There were no incidents", '"no incidents" tercetak padahal'),
        ("notice", '"On time"', '"Late"', 'tidak memuat "Reported On time Due to report"'),
        ("notice", '"Planned release"', '"Released"', 'tidak memuat "Data received by Planned release"'),
        ("limited", "Limited report", "Report", 'tidak memuat "Limited report"'),
        ("limited", "Which edition", "All is under control", '"under control" tercetak padahal'),
        (
            "errata",
            "A conclusion, a status, or the direction of a comparison changed",
            "Details were added",
            'tidak memuat "A conclusion, a status',
        ),
        ("errata", '"Said"', '"Right"', 'tidak memuat "Said Right"'),
        ("errata", '"is withdrawn and remains', '"is valid and remains', 'tidak memuat "is withdrawn and'),
        ("errata", "CORRECTED", "FINAL", 'tidak memuat "DEMONSTRATION · CORRECTED"'),
        ("errata", "Extent and sections", "Turnout increased", '"increased" tidak boleh dicetak'),
    ],
)
def test_an_english_paper_whose_catalogue_lies_is_caught(tmp_path, name, old, new, alarm):
    """The auditor's English is its own: the catalogue that printed the paper is no witness for itself."""
    shutil.copytree(ASSETS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "translations/en/LC_MESSAGES/jujur.po"
    honest = path.read_text(encoding="utf-8")
    assert old in honest
    path.write_text(honest.replace(old, new), encoding="utf-8")
    assert alarm in found(name, made(name, tmp_path, "en"))


@pytest.mark.parametrize(
    "truth",
    [
        replace(notice(), coverage=(replace(notice().coverage[0], reported=54), *notice().coverage[1:])),
        replace(notice(), release_at=notice().cut_off_at),
        replace(notice(), area_name="Kota Lubuklinggau"),
        replace(notice(), reason="ditolak oleh Kepala Badan 2 kali"),
    ],
    ids=["coverage", "release", "area", "reason"],
)
def test_an_english_notice_that_says_something_else_is_seen(truth):
    problems = audit_notice(sheet("notice", "en"), truth, "en")
    assert problems
    assert not any("bahasa" in problem for problem in problems)


def test_an_english_errata_sheet_without_a_reader_is_seen():
    assert audit_errata(sheet("errata", "en"), erratum(), (*READERS, "Kapolres"), "en")


def test_large_numbers_of_an_english_paper_have_commas():
    changed = replace(
        notice(), coverage=(replace(notice().coverage[0], expected=1390), *notice().coverage[1:])
    )
    pdf = render_notice(changed, ASSETS, "en")
    assert audit_notice(pdf, changed, "en") == []
    assert "1,390" in " ".join(read_text(pdf))
