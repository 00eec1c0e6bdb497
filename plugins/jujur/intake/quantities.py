"""Numbers as people write them. What can be read in two ways is not read (L52).

Indonesian writes 2.691,8, English 2,691.8, and a cell pasted from either looks alike. Digits of other scripts are no digits here.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

HIGHEST = 999_999_999
_SPACES = " \u00a0\u2007\u2009\u202f"
_PLAIN = re.compile(r"[0-9]{1,9}", re.ASCII)
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?:(?:\.[0-9]{{3}})+|(?:[{_SPACES}][0-9]{{3}})+)", re.ASCII)
_SEPARATORS = re.compile(rf"[.,{_SPACES}]")

# Two groups of dots, or dots and a comma, cannot be anything else; one dot or comma before three digits can.
_DECIMALS = tuple(
    re.compile(rf"(?P<sign>-?)(?P<whole>{whole})(?:{point}(?P<part>[0-9]+))?", re.ASCII)
    for whole, point in (
        (r"0|[1-9][0-9]*", "[.,]"),
        (rf"[1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}})+", "[.,]"),
        (r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}", ","),
        (r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}", r"\."),
    )
) + tuple(
    re.compile(rf"(?P<sign>-?)(?P<whole>[1-9][0-9]{{0,2}}{group}){point}(?P<part>[0-9]+)", re.ASCII)
    for group, point in ((r"\.[0-9]{3}", ","), (r",[0-9]{3}", r"\."))
)
_MOST_DIGITS = 15


def read_count(text: str) -> int | None:
    """A whole number >= 0 in ``text``, or None. "1.234" and "1 234" are 1234 by the form's rule: no count has a fraction.

    >>> read_count("1.234"), read_count("1,234"), read_count("12.34"), read_count("0.123")
    (1234, None, None, None)
    """
    if _PLAIN.fullmatch(text):
        return int(text)
    if _GROUPED.fullmatch(text):
        value = int(_SEPARATORS.sub("", text))
        return value if value <= HIGHEST else None
    return None


def is_grouped(text: str) -> bool:
    """True for a count written with separators, which is taken and flagged."""
    return _PLAIN.fullmatch(text) is None and _GROUPED.fullmatch(text) is not None


def read_decimal(text: str) -> str | None:
    """The decimal number in ``text`` in canonical form, or None if it is none or could be two.

    >>> read_decimal("2.691,8"), read_decimal("12,50"), read_decimal("1.234"), read_decimal("81,2%")
    ('2691.8', '12.5', None, None)
    """
    for pattern in _DECIMALS:
        found = pattern.fullmatch(text)
        if found:
            whole, part = _SEPARATORS.sub("", found["whole"]), found["part"] or ""
            if _could_be_a_group(found["whole"], part) or len(whole) + len(part) > _MOST_DIGITS:
                return None
            return _canonical(Decimal(f"{found['sign']}{whole}.{part or 0}"))
    return None


def decimal_of_number(number: float) -> str | None:
    """The canonical form of a numeric cell, or None where an Excel of another language may have made 1.234 of 1234."""
    if not math.isfinite(number) or abs(number) >= 10**_MOST_DIGITS:
        return None
    exact = Decimal(repr(number)).normalize()
    return None if exact.as_tuple().exponent == -3 and 1 <= abs(exact) < 1000 else _canonical(exact)


def _could_be_a_group(whole: str, part: str) -> bool:
    """Three digits behind one mark and one to three before it, as in "1.234"; a zero begins no group of thousands."""
    return len(part) == 3 and len(whole) <= 3 and whole != "0"


def _canonical(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text
