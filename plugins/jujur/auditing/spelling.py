"""How a value must look on paper, written a second time and without the library that the renderer uses (P15, P34)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from jujur.auditing.language import expected, is_english
from jujur.domain.figures import Exact, Figure
from jujur.domain.periods import WIB

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
PERCENT_OF = {"percent": "value", "percent_lower": "lower", "percent_upper": "upper"}


def spell_integer(value: int) -> str:
    """Thousands with a dot; in English with a comma."""
    return f"{value:,}" if is_english() else f"{value:,}".replace(",", ".")


def spell_limit(value: int) -> str:
    """A limit in whole percent."""
    return f"{value}%" if is_english() else f"{value} %"


def spell_percent(share: Exact) -> str:
    """One decimal, half-even; "> 99,9 %" for nearly all and "< 0,1 %" for hardly any (P30)."""
    exact = Fraction(share) * 1000
    tenths = exact.numerator // exact.denominator
    rest = exact - tenths
    tenths += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and tenths % 2 == 1)
    if tenths >= 1000 and share < 1:
        return f"> {_tenths(999)}"
    if tenths == 0 and share > 0:
        return f"< {_tenths(1)}"
    return _tenths(tenths)


def _tenths(tenths: int) -> str:
    whole, part = spell_integer(tenths // 10), tenths % 10
    return f"{whole}.{part}%" if is_english() else f"{whole},{part} %"


def spell_signed(value: int) -> str:
    """A change: plus or minus sign, none for nothing."""
    return ("+" if value > 0 else "−" if value < 0 else "") + spell_integer(abs(value))


def spell_points(value: Exact) -> str:
    """A difference of shares in percentage points, one decimal, half-even."""
    return f"{spell_mean(Fraction(value) * 100, is_signed=True, places=1)} {expected('poin')}"


def spell_mean(value: Fraction, is_signed: bool, places: int = 2) -> str:
    """A rational with so many decimals, half-even."""
    size = abs(value) * 10**places
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator
    whole += twice > 0 or (twice == 0 and whole % 2 == 1)
    digits = f"{whole:0{places + 1}d}"
    sign = ("+" if value > 0 else "−" if value < 0 else "") if is_signed else ""
    return f"{sign}{spell_integer(int(digits[:-places]))}{'.' if is_english() else ','}{digits[-places:]}"


def spell_instant(value: datetime) -> dict[str, str]:
    """An instant in WIB in each style that may be printed."""
    local = value.astimezone(WIB)
    clock = f"{local.hour:02d}.{local.minute:02d} WIB"
    days, months, short, at = _calendar()
    date = f"{local.day} {months[local.month - 1]} {local.year}"
    brief = f"{local.day} {short[local.month - 1]} {local.year}"
    return {
        "long": f"{date}{at}{clock}",
        "short": f"{brief} {clock}",
        "clock": clock,
        "day": f"{days[local.weekday()]}, {date}",
        "date": brief,
    }


def _calendar() -> tuple[Sequence[str], Sequence[str], Sequence[str], str]:
    """Names of days, months, months in short, and what stands between a date and its clock."""
    if is_english():
        return ENGLISH_DAYS, ENGLISH_MONTHS, [name[:3] for name in ENGLISH_MONTHS], ", "
    return DAYS, MONTHS, SHORT, " pukul "


def spell_figure(figure: Figure, part: str) -> str | None:
    """One part of a figure as it must be printed; None when that part may not be printed at all (P07)."""
    if part in PERCENT_OF:
        share: Exact | None = getattr(figure, PERCENT_OF[part])
        return None if share is None else spell_percent(share)
    if part == "missing":
        return spell_integer(figure.N - figure.n)
    if part not in ("value", "k", "n", "N", "denominator"):
        return None
    value: Exact | None = getattr(figure, part)
    unknown = part == "value" and figure.n == 0 and figure.name.startswith("sum_")
    if value is None or unknown or Fraction(value).denominator != 1:
        return None
    return spell_integer(int(value))


def expand_units(text: str) -> list[str]:
    """The TPS numbers behind "001–004, 007"."""
    numbers = []
    for piece in text.split(", "):
        ends = piece.split("–")
        if len(ends) == 2 and all(end.isdigit() for end in ends):
            numbers += [f"{number:0{len(ends[0])}d}" for number in range(int(ends[0]), int(ends[1]) + 1)]
        else:
            numbers.append(piece)
    return numbers


def unit_numbers(codes: Sequence[str]) -> list[str]:
    """The last three digits of TPS codes or labels, in order."""
    return sorted((re.findall(r"\d{3}(?!\d)", code) or [code])[-1] for code in codes)
