"""Neutral flags on received data (tanda periksa, P45): what a person should look at, never a judgement.

Every function takes values and returns flags; no figure depends on them. Integers only. What a flag speaks of only grows when
more rows of its kind arrive: zeros and copies take no part in what is usual (see ``usual_rows``).
"""

from collections.abc import Iterator

from jujur.domain.flags import Flag
from jujur.figures.flags.bulk import bulk_sending
from jujur.figures.flags.copies import copied_sheets, later_copies
from jujur.figures.flags.digits import digit_heaping
from jujur.figures.flags.outliers import outliers
from jujur.figures.flags.seen import FlagLimits, SeenFile, SeenForm, SeenRow, usual_rows
from jujur.figures.flags.streaks import nil_streaks, unchanged_values, zero_streaks, zero_units

__all__ = [
    "FlagLimits",
    "SeenFile",
    "SeenForm",
    "SeenRow",
    "bulk_sending",
    "copied_sheets",
    "digit_heaping",
    "flags_of_form",
    "later_copies",
    "nil_streaks",
    "outliers",
    "unchanged_values",
    "usual_rows",
    "zero_streaks",
    "zero_units",
]


def flags_of_form(form: SeenForm, limits: FlagLimits) -> Iterator[Flag]:
    """All flags on the rows of one form in one period."""
    usual = usual_rows(form.rows, later_copies(form.rows, limits.copied_cells))
    yield from zero_units(form, limits)
    yield from zero_streaks(form, limits)
    yield from nil_streaks(form, limits)
    yield from copied_sheets(form, limits)
    yield from digit_heaping(form, usual, limits)
    yield from unchanged_values(form, limits)
    yield from outliers(form, usual, limits)
