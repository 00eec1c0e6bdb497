"""A report whose fonts are not those of its rebuild fails, and the reader is told why (P35; decision 0052)."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from tests.golden.editions import ASSETS, content, edition

from jujur.rendering import render
from jujur.rendering.typefaces import Typeface
from jujur.verifier.findings import Check, Outcome
from jujur.verifier.inside import open_report
from jujur.verifier.letters import fonts
from jujur.verifier.rebuilding import rebuild
from jujur.verifier.words import sentence

WORLD = "nothing came from a kecamatan"


def checked(pdf: bytes) -> Check:
    return rebuild(open_report(pdf), ASSETS).check


def told(check: Check, language: str = "id") -> str:
    return " ".join(sentence(one, language) for one in check.findings)


def test_an_edition_of_older_code_is_told_what_it_needs() -> None:
    """As code before decision 0052 made it: named by Pango, cut down by HarfBuzz."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jujur.rendering.press.OwnFonts", lambda faces: {})
        old = render(content(WORLD), ASSETS).pdf
    check = checked(old)
    assert check.outcome is Outcome.FAILED
    assert [one.code for one in check.findings] == ["letters_of_machine", "bytes_differ"]
    assert content(WORLD).edition.code_version in told(check)
    assert "rilis Debian pembuatnya" in told(check)
    assert "Debian release that made it" in told(check, "en")


def test_a_seven_drawn_as_a_one_is_found_though_every_text_is_the_same() -> None:
    def swapped(face: Typeface, glyphs: set[int]) -> bytes:
        honest = cut(face, glyphs)
        if face.name != "Inter-Regular":
            return honest
        font, made = TTFont(BytesIO(honest)), BytesIO()
        letters, outlines = font.getBestCmap(), font["CFF "].cff.topDictIndex[0].CharStrings
        outlines[letters[ord("7")]].bytecode = outlines[letters[ord("1")]].bytecode
        font.save(made)
        return made.getvalue()

    cut = Typeface.only
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Typeface, "only", swapped)
        forged = render(content(WORLD), ASSETS).pdf
    honest = edition(WORLD).pdf
    assert open_report(forged).pages == open_report(honest).pages
    assert open_report(forged).attached == open_report(honest).attached
    check = checked(forged)
    assert check.outcome is Outcome.FAILED
    assert [one.code for one in check.findings] == ["letters_other", "bytes_differ"]
    assert "Huruf Inter-Regular di dalam berkas bukan huruf cetak ulangnya" in told(check)


def test_an_honest_edition_has_the_fonts_of_its_rebuild() -> None:
    pdf = edition(WORLD).pdf
    assert len(fonts(pdf)) == 5
    assert all(fonts(pdf).values())
    assert checked(pdf).findings == ()
