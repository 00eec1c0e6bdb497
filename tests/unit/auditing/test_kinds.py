"""Every kind comes from one set of templates, has its sections at its length, and passes the audit (honesty.md §3)."""

from dataclasses import replace
from functools import cache

import pytest
from tests.golden.editions import ASSETS
from tests.golden.report_world import CITY, COMPLETE, annexed, world
from tests.golden.takes import as_take

from jujur.auditing import audit, read_text
from jujur.rendering import render
from jujur.rendering.anatomy import ANATOMY, KINDS, sections


def about(kind):
    base = world(CITY, COMPLETE, with_incidents=False, is_final=True)
    base = annexed(base, COMPLETE) if kind == "akhir" else base
    return as_take(base, 3) if kind == "hari_h" else replace(base, edition=replace(base.edition, kind=kind))


@cache
def pages(kind):
    content = about(kind)
    pdf = render(content, ASSETS).pdf
    assert audit(pdf, content) == []
    return [" ".join(page.split()) for page in read_text(pdf)]


def test_a_bulletin_says_which_take_it_is():
    assert "pengambilan ke-3 dari 5" in pages("hari_h")[0]
    assert "pengambilan ke-" not in " ".join(pages("akhir"))


@pytest.mark.parametrize(("kind", "is_long"), [("hari_h", False), ("akhir", True)])
def test_promises_and_definitions_have_the_length_of_the_kind(kind, is_long):
    whole = " ".join(pages(kind))
    assert ("P13 Monoton lulus percobaan atas data terbitan ini" in whole) is is_long
    assert ("P40 Siapa menerima tidak diuji sesudah kirim: jujur check" in whole) is is_long
    assert "Tanda tangan diuji sesudah cetak dengan jujur verify" in whole
    assert ("tanpa baris ditahan; status menuntut paling sedikit ambang" in whole) is is_long
    assert "Daftar uji kejujuran terbitan ini" in whole


def test_a_take_that_is_not_printed_is_missed():
    content = about("hari_h")
    pdf = render(replace(content, take=0, takes=0), ASSETS).pdf
    assert any("take" in found for found in audit(pdf, content))


def test_every_kind_has_every_section_of_the_first_page():
    for kind in KINDS:
        assert sections(kind)[:4] == tuple(
            f"sections/{name}.html.j2" for name in ("head", "honesty", "attention", "conclusion")
        )
    assert {name for name, lengths in ANATOMY if not all(lengths)} <= {
        *("comparison", "followups", "opening", "vintages", "method", "unreported", "units"),
        *("official", "recommendations"),
        *("results", "held", "silent", "take/opening", "take/stability", "take/silent"),
    }


def test_a_take_has_its_own_sections_and_none_about_votes():
    take = set(sections("hari_h"))
    own = {f"sections/take/{name}.html.j2" for name in ("opening", "stability", "silent")}
    assert own <= take
    assert "sections/results.html.j2" not in take
    assert all(
        not own & set(sections(kind)) and "sections/results.html.j2" in sections(kind)
        for kind in ("harian", "akhir")
    )
