"""How exact values look: 1.234, 53,0 %, Rabu, 14 Februari 2024, 16.00 WIB (domain.md §7).

In an English edition: 1,234, 53.0%, Wednesday, 14 February 2024, 16.00 WIB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from jujur.domain.periods import WIB
from jujur.rendering.language import spoken_language

NBSP = "\u00a0"
DIGEST_GROUP = 8
# What stands between a percentage and its sign, and before the clock of an instant.
PERCENT_GAP = {"id": NBSP, "en": ""}
CLOCK_WORD = {"id": " 'pukul' ", "en": ", "}


def integer(value: int) -> str:
    """Thousands with a dot; in English with a comma.

    >>> integer(23456)
    '23.456'
    """
    return str(format_decimal(value, locale=spoken_language()))


def percent(share: Fraction) -> str:
    """One decimal, half-even from the exact rational; never a hundred for less than all, never zero for some (P30).

    >>> percent(Fraction(262, 494)), percent(Fraction(9999, 10000)), percent(Fraction(1, 10000))
    ('53,0\\xa0%', '>\\xa099,9\\xa0%', '<\\xa00,1\\xa0%')
    """
    tenths = round(share * 1000)
    if tenths == 1000 and share < 1:
        return f">{NBSP}{_tenths(999)}"
    if tenths == 0 and share > 0:
        return f"<{NBSP}{_tenths(1)}"
    return _tenths(tenths)


def limit(value: int) -> str:
    """A limit in whole percent: "90 %", in English "90%"."""
    return f"{integer(value)}{PERCENT_GAP[spoken_language()]}%"


def _tenths(tenths: int) -> str:
    shown = (Decimal(tenths) / 10).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    language = spoken_language()
    return f"{format_decimal(shown, format='#,##0.0', locale=language)}{PERCENT_GAP[language]}%"


def day(value: date) -> str:
    """Day name and date: Rabu, 14 Februari 2024."""
    return str(format_date(value, "EEEE, d MMMM y", locale=spoken_language()))


def instant(value: datetime, style: str) -> str:
    """An instant in WIB (P24). Styles: ``long`` "14 Februari 2024 pukul 16.00 WIB", ``short`` "14 Feb 2024 16.00 WIB",
    ``clock`` "16.00 WIB", ``day`` "Rabu, 14 Februari 2024", ``date`` "14 Feb 2024"."""
    local = value.astimezone(WIB)
    patterns = {
        "long": f"d MMMM y{CLOCK_WORD[spoken_language()]}HH.mm 'WIB'",
        "short": "d MMM y HH.mm 'WIB'",
        "clock": "HH.mm 'WIB'",
        "day": "EEEE, d MMMM y",
        "date": "d MMM y",
    }
    return str(format_datetime(local, patterns[style], tzinfo=WIB, locale=spoken_language())).replace(
        " WIB", f"{NBSP}WIB"
    )


def digest(hexadecimal: str) -> str:
    """A digest in groups of eight, so that a person can compare it by eye."""
    groups = [hexadecimal[at : at + DIGEST_GROUP] for at in range(0, len(hexadecimal), DIGEST_GROUP)]
    return " ".join(groups)


def units(codes: Sequence[str]) -> str:
    """TPS numbers in order, runs of three or more as a range: "001–004, 007". A KPU code shows its last three digits."""
    return ", ".join(_range(run) for run in _runs(sorted(unit_number(code) for code in codes)))


def unit_number(code: str) -> str:
    """The number of a TPS within its kelurahan: the last three digits of its code or label."""
    found = re.findall(r"\d{3}(?!\d)", code)
    return found[-1] if found else code


def _runs(numbers: Iterable[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for number in numbers:
        follows = (
            runs and number.isdigit() and runs[-1][-1].isdigit() and int(number) == int(runs[-1][-1]) + 1
        )
        runs[-1].append(number) if follows else runs.append([number])
    return runs


def _range(run: list[str]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run)
