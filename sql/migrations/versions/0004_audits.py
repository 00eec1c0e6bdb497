"""What every audit of a finished PDF found; without a passed one of the same bytes nothing is sent (P46, P48).

Instants are text as in 0001, ``sealed_in`` as in 0003.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLE = "edition_audit"


def required(name: str, kind: object, *constraints: object, **options: object) -> sa.Column:
    return sa.Column(name, kind, *constraints, nullable=False, **options)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        required("edition_id", sa.String(64), sa.ForeignKey("edition.edition_id"), index=True),
        required("step", sa.String(16)),
        required("sha256", sa.String(64)),
        required("is_passed", sa.Integer),
        required("properties", sa.Text),
        required("discrepancies", sa.Text),
        required("audited_at", sa.String(27)),
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
