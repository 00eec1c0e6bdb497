"""What an edition owes its readers about itself is printed, and each part is audited (P03, P21, P25, P28, P42, P44, P45)."""

import importlib
import inspect
import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden.editions import ASSETS, content, edition
from tests.golden.report_world import CITY

from jujur.auditing import audit_words, read_facts, read_markup, read_text
from jujur.auditing.accounts import account_must_show
from jujur.auditing.carried import carried_by
from jujur.auditing.laws import broken_laws
from jujur.auditing.presence import absent_facts
from jujur.auditing.sources import Sources
from jujur.auditing.spelling import spell_mean, spell_points, spell_signed
from jujur.auditing.wording import Carried
from jujur.rendering import render, spans

audit_module = importlib.import_module("jujur.auditing.audit")
EVENTFUL = "everything happened"
OWN = ("act/", "refusal/", "change", "comparison/", "break/", "history/", "frame/", "flag", "spot/")
FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=997)


def flat(value):
    return " ".join(value.split())


def page():
    return flat(" ".join(read_text(edition(EVENTFUL).pdf)))


@pytest.mark.parametrize(
    "words",
    [
        "Petugas Data dan Pelaporan: menetapkan nilai",
        "tingkat diturunkan dari berat menjadi ringan",
        "Pernah ditolak pada persetujuan oleh Sekretaris Desk",
        "3 tindakan manual",
        "ditambah 5 perubahan berikut",
        "247/494 262/494 R1 data terlambat, tim",
        "40.031 (220/494) 38.553 (213/494) C kekeliruan desk",
        "… (0/494) 426 (213/494) R2 perbaikan pengirim, tim",
        "tidak ada 193/494 R3 perubahan cara, desk",
        "Status KONDUSIF BELUM DAPAT DISIMPULKAN C kekeliruan desk",
        "Perubahan substansial (ralat)",
        "Putus deret. Yang berbeda dari terbitan sebelumnya: ambang",
        "53,0 % (131/247) 55,5 % (137/247) +2,4 poin 213 dari 494",
        "2.000 1.990 −10 470 dari 494",
        "tidak dapat dibandingkan 31 dari 494",
        "Total suara 3 −8,33 361,67",
        "Cakupan 3 +0,33 poin 0,67 poin",
        "Versi 2, 14 Februari 2024 pukul 14.00 WIB",
        "262/495; tepat waktu 242 262/494; tepat waktu 242",
        "2.244 2.256 187/188",
        "Tanda periksa: 2",
        "dibekukan 12 Feb 2024 16.00 WIB",
    ],
)
def test_it_is_on_paper(words):
    assert words in page()


def test_the_first_page_says_that_an_edition_is_a_correction():
    assert "Ralat." in flat(read_text(edition(EVENTFUL).pdf)[0])
    assert "Ralat." not in flat(read_text(edition("city draft").pdf)[0])


def test_no_login_name_is_printed():
    assert "petugas.data" not in page()


def test_each_of_these_facts_is_missed_when_it_is_left_out():
    """One lie each: an act, a refusal, a change, a comparison, a frame, a mark or a spot check that is not on paper."""
    facts, about = read_facts(edition(EVENTFUL).pdf), content(EVENTFUL)
    needed = set(account_must_show(about))
    assert len(needed) > 25
    assert {"flags", "flag/1/count", "act/a3/decided_at#short", "refusal/0/decided_at#long"} <= needed
    assert {"spot/16.72/drawn", "change/4/changed_at#short", "frame/2/frozen_at#long"} <= needed
    assert absent_facts(about, facts) == []
    for fact in needed:
        without = facts | {"printed": [ink for ink in facts["printed"] if ink[1] != fact]}
        assert absent_facts(about, without) == [f"fakta wajib tampil tidak tercetak: {fact}"]


def test_each_of_these_numbers_is_caught_when_it_is_another():
    facts, about = read_facts(edition(EVENTFUL).pdf), content(EVENTFUL)
    sources = Sources(about, facts)
    mine = [(text, fact) for text, fact in facts["printed"] if fact.startswith(OWN)]
    assert len(mine) > 60
    assert [fact for text, fact in mine if sources.problem(text, fact)] == []
    assert [fact for text, fact in mine if not sources.problem(f"{text}1", fact)] == []


def test_an_act_that_is_not_counted_is_found():
    about = content(EVENTFUL)
    assert broken_laws(about) == []
    assert any("P42" in problem for problem in broken_laws(replace(about, manual_actions=2)))
    assert any("P42" in problem for problem in broken_laws(replace(about, acts=about.acts[1:])))


def test_a_revision_without_changes_says_so():
    about = replace(content("city draft"), edition=replace(content("city draft").edition, revision=1))
    assert "Tidak ada perubahan terhadap terbitan sebelumnya." in flat(
        " ".join(read_text(render(about, ASSETS).pdf))
    )
    assert "Perubahan dan ralat" not in flat(" ".join(read_text(edition("city draft").pdf)))


def test_a_quiet_day_says_that_nothing_was_done_or_checked():
    quiet = flat(" ".join(read_text(edition("city draft").pdf)))
    assert "Tindakan manual: 0." in quiet
    assert "Uji petik: belum ada. Tanda periksa: 0." in quiet


def test_the_change_table_may_say_what_was_calm_and_no_more():
    about = content(EVENTFUL)
    carried = carried_by(about)
    assert carried.marks == 1
    assert audit_words("Status KONDUSIF", about.statuses, "halaman", carried) == []
    assert audit_words("Status KONDUSIF, KONDUSIF", about.statuses, "halaman", carried)


def test_trend_words_need_a_comparison_without_a_break():
    about = content(EVENTFUL)
    assert not carried_by(about).is_rising
    unbroken = replace(about, breaks=())
    assert (carried_by(unbroken).is_rising, carried_by(unbroken).is_falling) == (True, True)
    level = replace(unbroken, comparisons=tuple(replace(one, change=0) for one in about.comparisons))
    assert carried_by(level) == replace(carried_by(level), is_rising=False, is_falling=False)
    barred = replace(
        unbroken, comparisons=tuple(replace(one, is_comparable=False) for one in about.comparisons)
    )
    assert not carried_by(barred).is_rising


def test_words_about_everything_need_everybody_and_fresh_data():
    whole = content("all complete, gate open")
    assert carried_by(whole) == Carried(is_nothing=True, is_fresh=True, is_whole=True)
    assert carried_by(content("city draft")) == Carried()
    key = f"{CITY}/data_age_oldest"
    old = {**whole.figures, key: replace(whole.figures[key], k=24 * 60 + 1, value=24 * 60 + 1)}
    assert not carried_by(replace(whole, figures=old)).is_fresh
    form = whole.figures[f"{CITY}/incident_forms"]
    silent = {**whole.figures, form.key: replace(form, n=form.n - 1)}
    assert not carried_by(replace(whole, figures=silent)).is_nothing


@given(st.integers(-(10**7), 10**7))
def test_both_spellings_of_a_change_agree(value):
    assert spell_signed(value) == spans.signed(value)


@given(FRACTIONS, st.booleans())
def test_both_spellings_of_an_average_agree(value, is_signed):
    assert spell_mean(value, is_signed) == spans.mean(value, is_signed)
    assert spell_points(value) == flat(spans.points(value))


def test_an_average_is_rounded_half_to_even():
    assert [spell_mean(Fraction(one, 200), False) for one in (1, 3)] == ["0,00", "0,02"]
    assert spell_points(Fraction(-1, 8)) == "−12,5 poin"


@pytest.mark.parametrize(
    ("html", "is_caught"),
    [
        ("<p>Situasi kon<b>dusif</b></p>", True),
        ('<img alt="situasi aman">', True),
        ("<p>si</p><p>tuasi</p>", False),
        ('<table width="100%"><tr><td>Melapor</td></tr></table>', False),
        ("<style>.aman{width:1px}</style><p>Melapor</p>", False),
        ("<td>tidak ada</td><td>insiden</td>", True),
    ],
)
def test_a_message_is_read_as_its_reader_does(html, is_caught):
    """Subject and body pass the same gate as the pages (L45)."""
    assert bool(audit_words(read_markup(html), (), "surat")) is is_caught


def test_every_change_is_printed_exactly_once():
    printed = Counter(fact for _, fact in json.loads(edition(EVENTFUL).facts)["printed"])
    assert [printed[f"change/{at}/changed_at#short"] for at in range(5)] == [1] * 5


CHECKS = (
    *(
        "absent_facts",
        "absent_words",
        "audit_places",
        "audit_words",
        "broken_laws",
        "crooked_axis",
        "crooked_bars",
        "crooked_claims",
        "crooked_statuses",
        "crooked_sums",
        "distant_qualifiers",
    ),
    *(
        "early_results",
        "hidden_structures",
        "lonely_percents",
        "overlapping_text",
        "private_insides",
        "private_pages",
        "unresolved",
        "unresolved_alternatives",
        "unseen_text",
        "unsourced_words",
    ),
)


def test_no_check_can_be_switched_off(monkeypatch):
    """There is no option to leave a check out, and each one's voice alone stops an edition (P46, L50)."""
    assert list(inspect.signature(audit_module.audit).parameters) == ["pdf", "content", "language"]
    about, pdf = content("city draft"), edition("city draft").pdf
    for name in CHECKS:
        if name != "broken_laws":
            monkeypatch.setattr(audit_module, name, lambda *_, name=name: [f"alarm {name}"])
    heard = " ".join(audit_module.audit(pdf, about))
    assert [name for name in CHECKS if name != "broken_laws" and f"alarm {name}" not in heard] == []
    monkeypatch.setattr(audit_module, "broken_laws", lambda *_: ["alarm broken_laws"])
    assert audit_module.audit(pdf, about) == ["alarm broken_laws"]
