"""English from the same templates: nothing untranslated, nothing altered, no number typed into a translation (P15, P35)."""

import json
import re
import shutil
from datetime import datetime
from fractions import Fraction
from io import BytesIO

import pikepdf
import pytest
from babel.messages.pofile import read_po
from scripts import catalogue
from tests.golden.editions import ASSETS, ENGLISH, content, edition

from jujur.auditing.figures_in_words import unsourced_words
from jujur.auditing.language import english, reading_in
from jujur.auditing.wording import audit_words, kept_words
from jujur.domain.periods import WIB
from jujur.rendering import UnsourcedNumeral, render
from jujur.rendering.formats import instant, integer, limit, percent
from jujur.rendering.inks import Drawing, Geometry, Ink, Printer, Spoken
from jujur.rendering.judgements import ENGLISH as MASKED
from jujur.rendering.language import Quoted, Untranslated, speaking, translate
from jujur.rendering.lint import lint_template
from jujur.rendering.masking import masked
from jujur.rendering.reading import numerals
from jujur.rendering.spans import mean, points, signed
from jujur.rendering.templates import environment
from jujur.rendering.translating import literals, translated_css, translated_template

CITY = "city draft"
AT = datetime(2024, 2, 14, 16, 5, tzinfo=WIB)


@pytest.fixture(scope="module")
def entries():
    return catalogue.read()


def upper(source):
    page = environment(ASSETS, Printer())
    return translated_template(source, page, str.upper, "en")


def changed_assets(folder, old, new):
    """The assets with one entry of the catalogue changed."""
    shutil.copytree(ASSETS, folder, dirs_exist_ok=True)
    path = folder / "translations/en/LC_MESSAGES/jujur.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_every_text_that_an_edition_prints_has_an_entry(entries):
    assert catalogue.missing(entries) == {}


def test_no_entry_is_of_a_text_that_nothing_prints(entries):
    assert catalogue.stale(entries) == []


def test_the_tool_finds_what_is_missing_and_what_is_stale(entries):
    """The two tests above must be able to fail."""
    entries = catalogue.read()
    entries.get("Kotak Kejujuran").string = ""
    entries.delete("berat")
    entries.add("kalimat yang tidak dicetak lagi", "a sentence no longer printed")
    assert catalogue.missing(entries).keys() == {"Kotak Kejujuran", "berat"}
    assert catalogue.stale(entries) == ["kalimat yang tidak dicetak lagi"]


def test_a_new_text_of_a_template_is_wanted_at_once(tmp_path, monkeypatch):
    shutil.copytree(ASSETS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "sections/quality.html.j2"
    source = path.read_text(encoding="utf-8")
    path.write_text(
        source + '<p title="Bisik">Kata baru {{ "lama" if c.changes else "muda" }}</p>', encoding="utf-8"
    )
    monkeypatch.setattr(catalogue, "ASSETS", tmp_path)
    assert {"Kata baru", "Bisik", "lama", "muda"} <= catalogue.missing(catalogue.read()).keys()


def test_rules_and_columns_say_their_english_once(entries):
    """The English of a rule is config's; the catalogue repeats it and must not drift from it."""
    known = catalogue.config_english()
    assert len(known) > 80
    where = {text: said for (text, _), said in known.items() if not says_too_much(said)}
    assert len(where) > 100
    assert {text: str(entries.get(text).string) for text in where} == where


def says_too_much(said):
    """What the audit would stop on a page: gated words, numbers in letters, comparisons."""
    with reading_in("en"):
        facts = {"printed": [], "furniture": []}
        return [*audit_words(said, (), "kata"), *unsourced_words([said], facts, content(CITY))]


def test_no_translation_holds_what_the_audit_would_stop(entries):
    """Else an edition could not be printed in English on the day on which a rule is broken or a frame is changed."""
    stopped = {str(one.string) for one in entries if one.id and says_too_much(str(one.string))}
    assert stopped == {"CALM"}, "the status, which its gate opens"


def test_translations_hold_no_number_of_their_own_and_no_markup(entries):
    for one in (entry for entry in entries if entry.id):
        assert numerals(str(one.string)) == numerals(str(one.id)), one.id
        assert not re.search(r"[<>{}\u201c\u201d]", str(one.string)), one.id


def test_the_catalogue_is_in_the_order_that_the_tool_writes(tmp_path, monkeypatch):
    before = catalogue.CATALOGUE.read_text(encoding="utf-8")
    monkeypatch.setattr(catalogue, "CATALOGUE", tmp_path / "en" / "jujur.po")
    with (ASSETS / "translations/en/LC_MESSAGES/jujur.po").open("rb") as stream:
        catalogue.write(read_po(stream, locale="en"))
    assert catalogue.CATALOGUE.read_text(encoding="utf-8") == before


def test_a_text_without_translation_stops_the_build(tmp_path):
    folder = changed_assets(tmp_path, 'msgid "Kotak Kejujuran"', 'msgid "Kotak Kejujuran lama"')
    with pytest.raises(Untranslated, match="Kotak Kejujuran"):
        render(content(CITY), folder, "en")


def test_an_empty_translation_stops_the_build(tmp_path):
    folder = changed_assets(tmp_path, 'msgstr "Honesty Box"', 'msgstr ""')
    with pytest.raises(Untranslated, match="Kotak Kejujuran"):
        render(content(CITY), folder, "en")


def test_a_language_without_catalogue_stops_the_build(tmp_path):
    with pytest.raises(Untranslated), speaking("en", tmp_path):
        pass


def test_a_number_in_a_translation_never_reaches_the_page(tmp_path):
    folder = changed_assets(tmp_path, 'msgstr "severe"', 'msgstr "severe, 3 of 4"')
    with pytest.raises(UnsourcedNumeral, match="terjemahan"):
        render(content(CITY), folder, "en")


def test_words_between_tags_and_those_read_out_are_translated():
    assert upper('<p class="lead" title="judul">satu <b>dua</b>{{ tiga }}</p>') == (
        '<p class="lead" title="JUDUL">SATU <b>DUA</b>{{ tiga }}</p>'
    )
    assert upper(
        '<html lang="id"><meta name="description" content="isi"><meta name="generator" content="jujur">'
    ) == ('<html lang="en"><meta name="description" content="ISI"><meta name="generator" content="jujur">')


def test_what_is_printed_into_a_tag_is_markup_and_no_word():
    wrapped = upper('<p{% if a %} class="brief"{% endif %} id="{{ b }}">kata</p>')
    assert wrapped == '<p{% if a %} class="brief"{% endif %} id="{{ ( b )|attribute }}">KATA</p>'
    printer = Printer()
    page = environment(ASSETS, printer)
    assert page.from_string(wrapped).render(a=True, b="care") == '<p class="brief" id="care">KATA</p>'


def test_white_space_and_entities_around_a_text_stay():
    assert upper("<i>\n  dua kata&nbsp;</i>&nbsp;·<b> x</b>") == "<i>\n  DUA KATA&nbsp;</i>&nbsp;·<b> X</b>"
    assert literals("<b>{# sunyi #}&nbsp;{{ x }}</b>", environment(ASSETS, Printer())) == []


def test_a_translated_template_is_linted_again():
    page = environment(ASSETS, Printer())
    said = translated_template("<p>kata</p>", page, lambda text: "word 5", "en")
    assert lint_template(said, page)


def test_generated_texts_of_the_style_sheet_are_translated():
    css = '@page{content:"Halaman " counter(page);font:"Inter"}'
    assert translated_css(css, str.upper) == '@page{content:"HALAMAN " counter(page);font:"Inter"}'


def test_numbers_and_times_look_english_in_an_english_edition_only():
    with speaking("en", ASSETS):
        assert (integer(1234567), limit(90), signed(-1234)) == ("1,234,567", "90%", "−1,234")
        assert (percent(Fraction(262, 494)), percent(Fraction(9999, 10000))) == ("53.0%", ">\xa099.9%")
        assert (points(Fraction(3, 100)), mean(Fraction(5, 4), is_signed=False)) == ("+3.0\xa0points", "1.25")
        assert instant(AT, "long") == "14 February 2024, 16.05\xa0WIB"
        assert instant(AT, "short") == "14 Feb 2024 16.05\xa0WIB"
        assert instant(AT, "day") == "Wednesday, 14 February 2024"
    assert (integer(1234567), percent(Fraction(262, 494))) == ("1.234.567", "53,0\xa0%")
    assert (limit(90), instant(AT, "long")) == ("90\xa0%", "14 Februari 2024 pukul 16.05\xa0WIB")


def test_names_and_quotations_stay_and_words_do_not():
    with speaking("en", ASSETS, frozenset({"Dempo Selatan"})):
        printer = Printer()
        assert printer("Dempo Selatan") == "Dempo Selatan"
        assert printer(Quoted("terbuka")) == "terbuka"
        assert printer(" terbuka ") == " open "
        assert printer(Spoken(("dari", Ink("5", "x")))) == "of5"
        assert (printer(Geometry("urutan")), printer(Drawing("<g/>"))) == ("urutan", "<g/>")
        assert printer("DEMONSTRASI · SEMENTARA") == "DEMONSTRATION · PROVISIONAL"
        with pytest.raises(Untranslated):
            printer("Dempo Tengah")
    assert Printer()("terbuka") == "terbuka"


def test_a_context_has_its_own_word():
    with speaking("en", ASSETS):
        assert (translate("dari"), translate("dari", "act")) == ("of", "from")


def test_an_english_edition_masks_english_judgements_too():
    said = "The situation is safe and calm; aman. s.a.f.e"
    assert masked(said) == "The situation is safe and calm; […]. s.a.f.e"
    assert masked("The situation is safe and calm; aman.", "en") == "The situation is […] and […]; […]."
    assert masked("s.a.f.e and sound", "en") == "[…]"


def test_both_rooms_keep_the_same_english_words():
    lists = english("wording")
    own = [word for gate in lists if gate != "innocent" for word in lists[gate]]
    assert sorted(own) == sorted(MASKED)
    with reading_in("en"):
        assert set(MASKED) <= set(kept_words())
    assert not {r"calm\w*", "latest", "nil"} & set(kept_words())


def test_both_languages_carry_the_same_data_under_the_same_digest():
    inside = [json.loads(edition(name).facts) for name in (CITY, CITY + ENGLISH)]
    for part in ("figures", "identity", "statuses", "evidence", "areas", "digest", "properties", "facts"):
        assert inside[0][part] == inside[1][part]
    assert ("language" in inside[0], inside[1]["language"]) == (False, "en")
    assert [fact for _, fact in inside[0]["printed"]] == [fact for _, fact in inside[1]["printed"]]


def test_the_english_page_says_which_edition_prevails():
    html = edition(CITY + ENGLISH).html
    assert '<html lang="en">' in html
    with pikepdf.open(BytesIO(edition(CITY + ENGLISH).pdf)) as document:
        assert document.Root.Lang == "en"
    assert html.count("the Indonesian edition") >= 2
    assert "Terjemahan" not in edition(CITY).html
    assert "DEMONSTRASI. Surat suara kurang" in html, "what was sent stays as it was sent"


def test_an_english_edition_is_the_same_bytes_again():
    assert render(content(CITY), ASSETS, "en").pdf == edition(CITY + ENGLISH).pdf
