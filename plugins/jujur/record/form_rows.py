"""Typed rows of any form as they count: accepted, in their newest disposition, with the columns somebody asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.domain.periods import to_text
from jujur.record.database import Session
from jujur.record.form_tables import row_table

_disposition = sa.table(
    "disposition",
    *(sa.column(name) for name in ("seq", "submission_id", "row_id", "form_id", "bin", "decided_at")),
)
_submission = sa.table("submission", sa.column("submission_id"), sa.column("seq"))
_PLACE = ("submission_id", "row_id", "unit_code", "item_code", "area_code", "kecamatan_code", "period_start")


@dataclass(frozen=True, slots=True)
class Span:
    """Which rows: those of periods that start in [``from_``, ``before``), of these kecamatan (None: all), known by ``as_of``."""

    from_: datetime
    before: datetime
    as_of: datetime
    kecamatan_codes: tuple[str, ...] | None = None


def accepted_rows(session: Session, form: Form, columns: Iterable[str], span: Span) -> list[dict[str, Any]]:
    """The accepted rows with content: where they belong (``unit_code`` …) and ``columns``; oldest period first, then receipt."""
    row = row_table(form)
    newest, newer = _disposition.alias("newest"), _disposition.alias("newer")
    is_newest = ~sa.exists().where(
        newer.c.submission_id == newest.c.submission_id,
        newer.c.row_id == newest.c.row_id,
        newer.c.seq > newest.c.seq,
        newer.c.decided_at <= to_text(span.as_of),
    )
    query = (
        sa.select(*(row.c[name] for name in dict.fromkeys((*_PLACE, *columns))))
        .join(newest, (newest.c.submission_id == row.c.submission_id) & (newest.c.row_id == row.c.row_id))
        .join(_submission, _submission.c.submission_id == row.c.submission_id)
        .where(
            row.c.period_start >= to_text(span.from_),
            row.c.period_start < to_text(span.before),
            row.c.has_content == 1,
            newest.c.bin == Bin.ACCEPTED.value,
            newest.c.decided_at <= to_text(span.as_of),
            is_newest,
        )
        .order_by(row.c.period_start, _submission.c.seq, row.c.row_number)
    )
    if span.kecamatan_codes is not None:
        query = query.where(row.c.kecamatan_code.in_(span.kecamatan_codes))
    return session.select(query)


def rows_of_submission(session: Session, form: Form, submission_id: str) -> list[dict[str, Any]]:
    """The rows of one submission as they were entered, in the order of its sheets."""
    row = row_table(form)
    query = sa.select(row).where(row.c.submission_id == submission_id)
    return session.select(query.order_by(row.c.sheet, row.c.row_number, row.c.row_id))


def stored_rows(session: Session, form: Form, keys: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Rows by (submission, row id), with every column of the form and ``states`` as stored (JSON)."""
    row = row_table(form)
    query = sa.select(row).where(sa.tuple_(row.c.submission_id, row.c.row_id).in_(keys))
    return session.select(query) if keys else []


def rows_of_period(session: Session, form: Form, period_start: datetime) -> list[dict[str, Any]]:
    """Every row of one form and period as it was entered, whatever became of it: nothing is chosen, ranked or added up (P34)."""
    row = row_table(form)
    query = sa.select(row).where(row.c.period_start == to_text(period_start))
    return session.select(query.order_by(row.c.submission_id, row.c.row_id))


def rows_before(session: Session, form: Form, before: datetime) -> list[dict[str, Any]]:
    """Every row of one form about periods that start before ``before``, as it was entered, whatever became of it (P34)."""
    row = row_table(form)
    query = sa.select(row).where(row.c.period_start < to_text(before))
    return session.select(query.order_by(row.c.submission_id, row.c.row_id))
