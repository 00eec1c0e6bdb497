"""Figures that KPU or Bawaslu published, as officers entered them; a correction is one more row (P19).

Instants are text as in 0001, ``sealed_in`` as in 0003. Like every migration it stands alone: what has run somewhere must not
change with a helper that others use.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TABLE = "official_figure"


def required(name: str, kind: object, *constraints: object, **options: object) -> sa.Column:
    return sa.Column(name, kind, *constraints, nullable=False, **options)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        required("period_start", sa.String(27), index=True),
        required("area_code", sa.String(32)),
        required("indicator", sa.String(64)),
        required("value", sa.Integer, sa.CheckConstraint("value >= 0")),
        required("office", sa.String(16)),
        required("document", sa.Text),
        required("published_at", sa.String(27)),
        required("explanation", sa.Text),
        required("actor", sa.String(200)),
        required("entered_at", sa.String(27)),
        sa.Column("sealed_in", sa.Integer),
    )
    op.create_index(f"{TABLE}_sealed_in", TABLE, ["sealed_in"])
    guard_append_only()


def guard_append_only() -> None:
    """Refuse UPDATE and DELETE in the database itself; on PostgreSQL with the function that 0001 made."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {act} on {TABLE} is refused'); END"
        )
