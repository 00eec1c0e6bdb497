"""Rows and files of a period as people who look for oddities see them: what counts and what is held, with its sender (P45)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.domain.periods import to_text
from jujur.record.database import Session
from jujur.record.form_tables import row_table

_disposition = sa.table(
    "disposition", *(sa.column(name) for name in ("seq", "submission_id", "row_id", "bin", "decided_at"))
)
_submission = sa.table("submission", *(sa.column(name) for name in ("submission_id", "seq", "team_id")))
_PLACE = ("row_id", "unit_code", "kecamatan_code", "row_number")


def seen_rows(session: Session, form: Form, period_start: datetime, as_of: datetime) -> list[dict[str, Any]]:
    """The rows with content of one period that were accepted or held at ``as_of``, in the order of receipt.

    Each has ``row_id``, ``unit_code``, ``kecamatan_code``, ``row_number``, ``team_id``, ``submission_seq``, ``bin`` and the
    counts of the form.
    """
    row, known_at = row_table(form), to_text(as_of)
    newest, newer = _disposition.alias("newest"), _disposition.alias("newer")
    is_newest = ~sa.exists().where(
        newer.c.submission_id == newest.c.submission_id,
        newer.c.row_id == newest.c.row_id,
        newer.c.seq > newest.c.seq,
        newer.c.decided_at <= known_at,
    )
    query = (
        sa.select(
            *(row.c[name] for name in _PLACE),
            _submission.c.team_id,
            _submission.c.seq.label("submission_seq"),
            newest.c.bin,
            *(row.c[column.name] for column in form.counts),
        )
        .join(newest, (newest.c.submission_id == row.c.submission_id) & (newest.c.row_id == row.c.row_id))
        .join(_submission, _submission.c.submission_id == row.c.submission_id)
        .where(
            row.c.period_start == to_text(period_start),
            row.c.has_content == 1,
            newest.c.bin.in_((Bin.ACCEPTED.value, Bin.HELD.value)),
            newest.c.decided_at <= known_at,
            is_newest,
        )
        .order_by(_submission.c.seq, row.c.row_number, row.c.row_id)
    )
    return session.select(query)
