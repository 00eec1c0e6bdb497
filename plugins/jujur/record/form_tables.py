"""The table of a form's rows, made from the form's definition, so that the two cannot disagree (a test holds both databases)."""

from __future__ import annotations

from functools import lru_cache

import sqlalchemy as sa

from jujur.domain.forms import Form

_CODE = sa.String(32)


def _common() -> list[sa.Column[object]]:
    """What every typed row has, whatever its form."""
    return [
        sa.Column("submission_id", sa.String(32), primary_key=True),
        sa.Column("row_id", sa.Text, primary_key=True),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("row_number", sa.Integer, nullable=False),
        sa.Column("unit_code", _CODE, nullable=False),
        sa.Column("area_code", _CODE, nullable=False),
        sa.Column("kecamatan_code", _CODE, nullable=False),
        sa.Column("period_start", sa.String(27), nullable=False),
        sa.Column("content_digest", sa.String(64), nullable=False),
        sa.Column("has_content", sa.Integer, nullable=False),
        sa.Column("states", sa.Text, nullable=False),
        sa.Column("item_code", sa.Text),
        sa.Column("sealed_in", sa.Integer),
    ]


COMMON = tuple(column.name for column in _common())


@lru_cache(maxsize=64)
def row_table(form: Form) -> sa.Table:
    """The table ``row_<form>``: the common columns, then those of the form, then those that only another kind of election has.

    Counts are integers, everything else is text (decimals, dates, times and instants in their canonical form). A column
    that the form itself does not have is always a count (``settings.form_shapes``).
    """
    kinds = {column.name: column.kind for column in form.columns} | dict.fromkeys(form.absent, "count")
    return sa.Table(
        f"row_{form.id}",
        sa.MetaData(),
        *_common(),
        *(sa.Column(name, sa.Integer if kind == "count" else sa.Text) for name, kind in kinds.items()),
    )
