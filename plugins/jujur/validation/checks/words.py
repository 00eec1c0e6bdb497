"""How findings speak of columns, numbers, days and times, in Indonesian."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from jujur.domain.forms import Form
from jujur.domain.periods import WIB
from jujur.domain.submissions import Row

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def label(form: Form, name: str) -> str:
    """A column as its header says it, with its group."""
    column = form.column(name)
    return f"{column.group} {column.label}".strip()


def said(form: Form, row: Row, names: Sequence[str]) -> str:
    """What stands in these cells of a row."""
    return ", ".join(f"{label(form, name)} = {row.cells[name].raw or '(kosong)'}" for name in names)


def spoken(form: Form, names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """A prefix and a word for each column; within one group ("Pemilih dalam DPT") its name is said once."""
    groups = {form.column(name).group for name in names}
    if len(groups) > 1:
        return "", {name: label(form, name) for name in names}
    (group,) = groups
    return f"{group}: " if group else "", {name: form.column(name).label for name in names}


def worked_out(row: Row, names: Sequence[str], extra: Callable[[int], int] | None = None) -> str:
    """The arithmetic of a sum with this row's numbers: ``= 118 + 115 = 233``; ``extra`` is added to the sum."""
    values = [row.count(name) or 0 for name in names]
    whole = sum(values)
    terms = [str(value) for value in values] + ([str(extra(whole))] if extra else [])
    result = whole + (extra(whole) if extra else 0)
    return f" = {' + '.join(terms)} = {result}" if len(terms) > 1 else f" = {result}"


def day_words(day: date) -> str:
    """14 Februari 2024."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """14 Februari 2024 pukul 07.15 WIB."""
    local = moment.astimezone(WIB)
    return f"{day_words(local.date())} pukul {local:%H.%M} WIB"


def days_words(days: int) -> str:
    """Days counted from the voting day as people of the desk say them: H-1, H, H+10."""
    return f"H{days:+d}" if days else "hari H"
