"""The audit of English editions: honest ones pass, and every lie that English could tell is found."""

import json
from functools import cache

import pytest
from tests.golden.editions import ASSETS, ENGLISH, content, edition, forge

from jujur.auditing import audit, examine
from jujur.auditing.language import expected, reading_in
from jujur.auditing.places import audit_places
from jujur.auditing.spelling import spell_instant, spell_integer, spell_mean, spell_percent, spell_points
from jujur.auditing.wording import Carried, audit_words
from jujur.domain.figures import AreaStatus, GatedStatus
from jujur.rendering import render
from jujur.rendering.language import catalogue

CITY = "city draft"
WORLDS = (
    *(CITY, "kecamatan final", "nothing came", "all complete, gate open", "everything happened"),
    *("everything happened in a kecamatan", "city revision", "busy week", "week in which nothing came"),
    *("a take before voting ends", "final report"),
)
STATUS = {
    status: GatedStatus("16.72", status, "K-1 versi 1", (), ())
    for status in (AreaStatus.KONDUSIF, AreaStatus.BELUM_DAPAT_DISIMPULKAN)
}


def caught(pdf, name=CITY):
    return " | ".join(audit(pdf, content(name), "en"))


def printed_with(folder, changes, name=CITY):
    """The edition as a catalogue with other words makes it: every number has its fact, and yet the report lies."""
    import shutil

    shutil.copytree(ASSETS, folder, dirs_exist_ok=True)
    path = folder / "translations/en/LC_MESSAGES/jujur.po"
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert f'msgstr "{old}"' in text
        text = text.replace(f'msgstr "{old}"', f'msgstr "{new}"')
    path.write_text(text, encoding="utf-8")
    return render(content(name), folder, "en").pdf


@pytest.mark.parametrize("name", WORLDS)
def test_an_honest_english_edition_raises_no_alarm(name):
    assert audit(edition(name + ENGLISH).pdf, content(name), "en") == []


def test_an_edition_is_audited_in_its_own_language():
    assert "bahasa terbitan" in caught(edition(CITY).pdf)
    assert "bahasa terbitan" in " ".join(audit(edition(CITY + ENGLISH).pdf, content(CITY)))


def test_the_audit_of_english_leaves_no_trace_for_the_next():
    examine(edition(CITY + ENGLISH).pdf, content(CITY), "en")
    assert audit(edition(CITY).pdf, content(CITY)) == []


SENTENCES = {
    "Achieved 98.7 percent.": "98.7 tercetak tanpa fakta",
    "The situation is safe in all kecamatan.": '"safe" tercetak padahal gerbangnya tertutup',
    "The city is calm.": '"calm" tercetak padahal gerbangnya tertutup',
    "Voting went smoothly.": '"smoothly" tercetak padahal',
    "Status: CALM": '"CALM" tercetak padahal gerbangnya tertutup',
    "There were no major incidents.": '"no major incidents" tercetak padahal',
    "Everything is under control.": '"under control" tercetak padahal',
    "Incident-free voting.": '"incident free" tercetak padahal',
    "Incident report: nil.": '"nil" tidak boleh dicetak',
    "The latest data of the entire city.": '"latest" tidak boleh dicetak',
    "Turnout increased.": '"increased" tidak boleh dicetak',
    "The leading candidate.": '"candidate" tidak boleh dicetak',
    "Kota dalam keadaan kondusif.": '"kondusif" tercetak padahal gerbangnya tertutup',
    "Keeping order in Kolaka Regency.": "asing tercetak: Kolaka",
    "Teams from Batu City helped.": "asing tercetak: Batu City",
    "The Deputy Regent attended.": "jabatan asing tercetak: Deputy Regent",
    "{{ text }}": "isian templat",
    "All done on Thursday.": "tanggal atau hari thursday tercetak",
    "Since March all is well.": "tanggal atau hari march tercetak",
    "Ninety people; nine teams helped.": 'bilangan dengan huruf "nine teams"',
    "Most of the TPS have opened.": 'bilangan dengan huruf "most of"',
    "This week was better.": 'kata pembanding "better"',
    "Write to budi.santoso@example.org": "alamat surel seseorang",
}


@cache
def all_sentences():
    planted = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return caught(forge(lambda html: html.replace("</h1>", f"</h1>{planted}", 1), CITY + ENGLISH))


@pytest.mark.parametrize(("sentence", "alarm"), SENTENCES.items())
def test_a_planted_sentence_is_caught(sentence, alarm):
    assert alarm in all_sentences()


MISTRANSLATIONS = {
    "not checked yet. The situation in kecamatan that have not sent the form (": (
        "verified. Elsewhere (",
        "kalimat insiden_sebagian tidak tercetak",
    ),
    "CANNOT BE CONCLUDED YET": ("NEEDS ATTENTION", "status BELUM DAPAT DISIMPULKAN seharusnya tampak"),
    "Honesty Box": ("Overview", "Kotak Kejujuran tidak ada di halaman 1"),
    "not reported,": ("on leave,", "kalimat cakupan tidak tercetak"),
    "PROVISIONAL": ("FINAL", 'tidak memuat "DEMONSTRATION · PROVISIONAL"'),
    "Not tested": ("Passed", "daftar janji yang tidak diuji tidak tercetak"),
    "reported": ("verified", "'reported' tidak ada di dekat insiden INS-001"),
    "nil (confirmed by the sender)": ("all well", "tampak 0 kali, dinyatakan oleh 1 pengirim"),
    "(not timestamped yet)": ("(timestamped)", '"belum bercap waktu" tidak sesuai'),
}


@pytest.fixture(scope="module")
def mistranslated(tmp_path_factory):
    changes = {old: new for old, (new, _) in MISTRANSLATIONS.items()}
    return caught(printed_with(tmp_path_factory.mktemp("wrong"), changes))


@pytest.mark.parametrize(("old", "alarm"), [(old, alarm) for old, (_, alarm) in MISTRANSLATIONS.items()])
def test_a_translation_that_says_something_else_is_caught(mistranslated, old, alarm):
    """The auditor's English is its own: what the catalogue says about states and claims is no witness for itself."""
    assert alarm in mistranslated


def test_a_page_that_no_longer_says_which_edition_prevails_is_caught():
    changed = forge(
        lambda html: html.replace("Translation: the Indonesian edition prevails.", ""), CITY + ENGLISH
    )
    assert 'tidak memuat "Not official' in caught(changed)


@pytest.mark.parametrize(
    ("old", "new", "alarm"),
    [
        ("53.0%", "63.0%", "persen 63.0% tanpa pecahan yang cocok"),
        ("53.0%", "53,0 %", "53.0 tidak tampak"),
        ("49,203", "49.203", "49,203 tidak tampak"),
        (">14 Feb 2024 15.00", ">14 Mar 2024 15.00", "14 Mar 2024 bukan tanggal fakta"),
    ],
)
def test_numbers_of_another_value_or_look_are_caught(old, new, alarm):
    assert alarm in caught(forge(lambda html: html.replace(old, new), CITY + ENGLISH))


def test_a_fact_printed_in_the_indonesian_way_is_not_this_fact():
    facts = json.loads(edition(CITY + ENGLISH).facts)
    facts["printed"] = [[text.replace(",", "."), fact] for text, fact in facts["printed"]]
    found = caught(forge(lambda html: html, CITY + ENGLISH, json.dumps(facts).encode()))
    assert "tercetak 49.203, seharusnya 49,203" in found


def test_the_auditor_spells_english_for_itself():
    from datetime import datetime
    from fractions import Fraction

    from jujur.domain.periods import WIB

    at = datetime(2024, 5, 6, 7, 8, tzinfo=WIB)
    with reading_in("en"):
        assert (spell_integer(1234567), spell_percent(Fraction(1, 3))) == ("1,234,567", "33.3%")
        assert spell_percent(Fraction(99999, 100000)) == "> 99.9%"
        assert (spell_points(Fraction(-1, 40)), spell_mean(Fraction(12345, 10), False)) == (
            "−2.5 points",
            "1,234.50",
        )
        assert spell_instant(at)["long"] == "6 May 2024, 07.08 WIB"
        assert spell_instant(at)["day"] == "Monday, 6 May 2024"
        assert expected("DEMONSTRASI · FINAL") == "DEMONSTRATION · FINAL"
        with pytest.raises(KeyError):
            expected("kata yang tidak dikenal auditor")
    assert spell_instant(at)["long"] == "6 Mei 2024 pukul 07.08 WIB"


def test_the_catalogue_says_what_the_auditor_expects():
    """Two lists, one English: else every edition would fail its audit only once it prints the word."""
    words, own = catalogue(ASSETS / "translations/en/LC_MESSAGES/jujur.po"), {}
    with reading_in("en"):
        own = {
            word: expected(word) for word in (*AreaStatus, "terverifikasi", "Gagal", "lewat waktu", "KOREKSI")
        }
    assert {word: words[word] for word in own} == own


@pytest.mark.parametrize(
    ("carried", "text", "is_open"),
    [
        (Carried(), "Turnout increased", False),
        (Carried(is_rising=True), "Turnout increased", True),
        (Carried(is_rising=True), "Turnout declined", False),
        (Carried(is_falling=True), "Turnout declined", True),
        (Carried(), "the latest data", False),
        (Carried(is_fresh=True), "the latest data", True),
        (Carried(), "the whole city", False),
        (Carried(is_whole=True), "the whole city", True),
        (Carried(is_whole=True, is_fresh=True, is_rising=True), "a quick count", False),
    ],
)
def test_a_gate_opens_for_english_as_for_indonesian(carried, text, is_open):
    with reading_in("en"):
        assert (audit_words(text, (), "halaman", carried) == []) is is_open


def test_calm_and_nothing_have_their_gates():
    calm, unknown = STATUS[AreaStatus.KONDUSIF], STATUS[AreaStatus.BELUM_DAPAT_DISIMPULKAN]
    with reading_in("en"):
        assert audit_words("The city is calm", [calm], "halaman") == []
        assert audit_words("The city is calm", [calm, unknown], "halaman")
        assert audit_words("CALM", [calm, unknown], "halaman") == [], "the mark of the area that passed"
        assert audit_words("CALM CALM", [calm, unknown], "halaman")
        assert audit_words("no incidents", [calm], "halaman")
        assert audit_words("no incidents", [calm], "halaman", Carried(is_nothing=True)) == []
        assert audit_words("nil (confirmed by the sender)", (), "halaman") == []
        assert audit_words("the conditions for calm", (), "halaman") == []
    assert audit_words("The city is calm", (), "halaman") == [], "an Indonesian page knows no English"


def test_own_places_are_no_strangers_in_english():
    with reading_in("en"):
        assert audit_places("Pagar Alam City and Dempo Selatan District, the Mayor", content(CITY)) == []
        assert audit_places("Dempo Selatan District and Agam Regency", content(CITY))
    assert audit_places("Teams from Batu City", content(CITY)) == []
