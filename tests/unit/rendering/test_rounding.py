"""Rounding (P30) and small denominators (P06): exact rationals, half to even, never all for less, never nothing for some."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.golden.editions import content

from jujur.auditing.spelling import spell_percent
from jujur.domain.errors import PublicationBlocked
from jujur.rendering.book import Book
from jujur.rendering.formats import percent
from jujur.rendering.inks import Ink

MOST = 10**7


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, MOST))
    k = draw(st.one_of(st.integers(0, n), st.integers(0, min(n, 9)).map(lambda few: n - few)))
    return k, n


def shown(k: int, n: int) -> str:
    return percent(Fraction(k, n)).replace("\u00a0", " ")


def tenths(text: str) -> Fraction:
    return Fraction(text.removesuffix(" %").replace(".", "").replace(",", "."))


@given(shares())
@example((9999999, MOST))
@example((1, MOST))
@example((9995, 10000))
@example((9994, 10000))
@example((5, 10000))
@example((4, 10000))
def test_all_and_nothing_are_never_rounded_to(share: tuple[int, int]) -> None:
    k, n = share
    text = shown(k, n)
    assert (text == "100,0 %") == (k == n)
    assert (text == "0,0 %") == (k == 0)
    if text[0] in "<>":
        assert text in ("> 99,9 %", "< 0,1 %")
        assert Fraction(k, n) * 1000 < 1 if text[0] == "<" else Fraction(k, n) * 1000 > 999
    else:
        assert abs(tenths(text) - Fraction(100 * k, n)) <= Fraction(1, 20)


@given(st.integers(1, 998), st.integers(1, 5000))
def test_a_half_goes_to_the_even_tenth(tenth: int, scale: int) -> None:
    half = Fraction(2 * tenth + 1, 2000)
    text = shown(half.numerator * scale, half.denominator * scale)
    assert tenths(text) * 10 % 2 == 0
    assert abs(tenths(text) - half * 100) == Fraction(1, 20)


@given(shares())
def test_the_renderer_and_the_auditor_round_alike(share: tuple[int, int]) -> None:
    assert shown(*share) == spell_percent(Fraction(*share))


@given(shares(), shares())
def test_the_larger_share_never_looks_smaller(one: tuple[int, int], other: tuple[int, int]) -> None:
    def height(share: tuple[int, int]) -> Fraction:
        text = shown(*share)
        if text[0] in "<>":
            return Fraction(1, 20) if text[0] == "<" else Fraction(1999, 20)
        return tenths(text)

    if Fraction(*one) <= Fraction(*other):
        assert height(one) <= height(other)


@pytest.mark.parametrize(("n", "is_printed"), [(1, False), (3, False), (29, False), (30, True), (31, True)])
def test_a_small_denominator_gets_no_percent(n: int, is_printed: bool) -> None:
    honest = content("city draft")
    key = "16.72.01/coverage"
    share = Fraction(min(n, 2), n)
    figure = replace(honest.figures[key], value=share, k=min(n, 2), n=n, N=n, denominator=n)
    book = Book(replace(honest, figures={**honest.figures, key: figure}), "0" * 64)
    assert honest.small_denominator == 30
    assert book.is_share_printable("16.72.01", "coverage") is is_printed
    if is_printed:
        ink = book.fig("16.72.01", "coverage", "percent")
        assert isinstance(ink, Ink)
        assert ink.text == percent(share)
    else:
        with pytest.raises(PublicationBlocked, match="P06"):
            book.fig("16.72.01", "coverage", "percent")
