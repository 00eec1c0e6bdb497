"""Zeros, NIHIL, and values that stay the same, period after period (P45, L28)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from jujur.domain.flags import Flag, FlagKind
from jujur.figures.flags.seen import FlagLimits, SeenForm, SeenRow

# Rows that say less than this cannot be told from one another.
_LEAST_SAID = 3


def zero_units(form: SeenForm, limits: FlagLimits) -> Iterator[Flag]:
    """Kecamatan where at least ``zero_units`` units report nothing but zeros in this period."""
    for code, rows in _by_kecamatan(row for row in form.rows if row.is_all_zero):
        if len({row.unit_code for row in rows}) >= limits.zero_units:
            text = f"Beberapa unit di {form.name(code)} melaporkan semua hitungan nol pada masa yang sama."
            yield _flag("all_zero_streak", code, f"{form.form_id}/unit", text, rows)


def zero_streaks(form: SeenForm, limits: FlagLimits) -> Iterator[Flag]:
    """Units that report nothing but zeros, ``streak_periods`` periods running (this one and those before it)."""
    rows = _running(form, limits, lambda row: row.unit_code if row.is_all_zero else None)
    for code, found in _by_kecamatan(rows):
        text = f"Unit di {form.name(code)} melaporkan semua hitungan nol beberapa masa berturut-turut."
        yield _flag("all_zero_streak", code, f"{form.form_id}/masa", text, found)


def nil_streaks(form: SeenForm, limits: FlagLimits) -> Iterator[Flag]:
    """Areas that confirm to have nothing to report, ``streak_periods`` periods running."""
    periods = form.nil[: limits.streak_periods]
    if len(periods) < limits.streak_periods:
        return
    silent = set.intersection(*({file.area_code for file in files} for files in periods))
    for code in sorted(silent):
        files = sorted(file.submission_id for file in periods[0] if file.area_code == code)
        text = f"{form.name(code)} menyatakan tidak ada yang dilaporkan, beberapa masa berturut-turut."
        yield Flag("all_zero_streak", code, f"{form.form_id}/nil", text, tuple(files), len(files))


def unchanged_values(form: SeenForm, limits: FlagLimits) -> Iterator[Flag]:
    """Units whose counts are exactly the same, ``streak_periods`` periods running; zeros have a flag of their own."""

    def said(row: SeenRow) -> tuple[object, ...] | None:
        is_telling = sum(count is not None for count in row.counts) >= _LEAST_SAID and not row.is_all_zero
        return (row.unit_code, row.counts) if is_telling else None

    for code, rows in _by_kecamatan(_running(form, limits, said)):
        text = f"Hitungan unit di {form.name(code)} sama persis pada beberapa masa berturut-turut."
        yield _flag("unchanged_values", code, form.form_id, text, rows)


def _running(form: SeenForm, limits: FlagLimits, key: Callable[[SeenRow], object]) -> list[SeenRow]:
    """The rows of this period whose key (not None) also stands in each of the periods before that a streak needs."""
    before = form.earlier[: limits.streak_periods - 1]
    if len(before) < limits.streak_periods - 1:
        return []
    always: set[object] = set.intersection(*({key(row) for row in rows} for rows in before))
    return [row for row in form.rows if key(row) is not None and key(row) in always]


def _by_kecamatan(rows: Iterator[SeenRow] | Sequence[SeenRow]) -> list[tuple[str, list[SeenRow]]]:
    found: dict[str, list[SeenRow]] = defaultdict(list)
    for row in rows:
        found[row.kecamatan_code].append(row)
    return sorted(found.items())


def _flag(kind: FlagKind, code: str, subject: str, text: str, rows: Sequence[SeenRow]) -> Flag:
    ids = tuple(sorted(row.row_id for row in rows))
    return Flag(kind, code, subject, text, ids, len(ids))
