"""How differences, ratios and averages look: "+12", "+3,0 poin", "53,0 % (131/247)" (P04, P21, P28)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from babel.numbers import format_decimal

from jujur.domain.figures import Exact
from jujur.rendering import formats
from jujur.rendering.language import spoken_language, translate

MINUS = "\u2212"


def signed(value: int) -> str:
    """A change with its sign; nothing changed is a plain zero.

    >>> signed(1234), signed(-3), signed(0)
    ('+1.234', '\u22123', '0')
    """
    return _sign(value) + formats.integer(abs(value))


def points(value: Exact) -> str:
    """A difference of two shares in percentage points, one decimal, half-even.

    >>> points(Fraction(3, 100))
    '+3,0\xa0poin'
    """
    return f"{_sign(value)}{_decimal(abs(Fraction(value)) * 100, 1)}{formats.NBSP}{translate('poin')}"


def mean(value: Fraction, is_signed: bool) -> str:
    """An average with two decimals, half-even; with its sign where the direction matters."""
    return (_sign(value) if is_signed else "") + _decimal(abs(value), 2)


def ratio(value: Fraction) -> str:
    """A factor as its exact fraction."""
    return f"{formats.integer(value.numerator)}/{formats.integer(value.denominator)}"


def _sign(value: Exact) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""


def _decimal(value: Fraction, places: int) -> str:
    scaled = round(value * 10**places)
    return str(
        format_decimal(
            Decimal(scaled).scaleb(-places), format=f"#,##0.{'0' * places}", locale=spoken_language()
        )
    )
