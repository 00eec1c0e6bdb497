"""What keeps a record from lying: terms of frames, officers' acts, changes between editions, calls for errata, spot checks.

Every row of every table names the writing transaction it came with (``sealed_in``), whose seal stands in the ledger. Rows that
were there before this step carry none; `jujur init` seals them as they are found. Instants are text as in 0001.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.String(27)
CODE = sa.String(32)
DIGEST = sa.String(64)
EDITION = sa.String(64)

EARLIER_TABLES = (
    "area",
    "frame",
    "submission",
    "reading",
    "row_tahapan",
    "row_kesiapan",
    "row_pungut_hitung",
    "row_rekapitulasi",
    "row_kejadian",
    "row_netralitas",
    "row_tindak_lanjut",
    "row_change",
    "finding",
    "disposition",
    "decision",
    "edition",
    "edition_status",
    "figure",
    "delivery",
    "delivery_outcome",
)
NEW_TABLES = (
    "frame_terms",
    "officer_act",
    "edition_change",
    "errata_call",
    "spot_check",
    "spot_check_result",
    "timestamp_token",
    "edition_audit",
)


def required(name: str, kind: object, *constraints: object, **options: object) -> sa.Column:
    return sa.Column(name, kind, *constraints, nullable=False, **options)


def numbered() -> sa.Column:
    return sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True)


def sealed_in() -> sa.Column:
    return sa.Column("sealed_in", sa.Integer)


def upgrade() -> None:
    for table in EARLIER_TABLES:
        op.add_column(table, sealed_in())
    # What the sender's own clock said, where it said anything; never used as a time of receipt (P24).
    op.add_column("submission", sa.Column("claimed_at", INSTANT))
    op.add_column("edition", sa.Column("frame_version", sa.Integer))
    op.add_column("edition", sa.Column("terms_digest", DIGEST))
    op.add_column("edition", sa.Column("former_head", DIGEST))
    # Whether an edition was frozen as final (P27).
    op.add_column("edition", sa.Column("is_final", sa.Integer))
    # When a figure was known, and how settled it is (P23, P27).
    op.add_column("figure", sa.Column("cut_off_at", INSTANT))
    op.add_column("figure", sa.Column("status", sa.String(16)))
    op.create_table(
        "frame_terms",
        required("period_start", INSTANT, primary_key=True),
        required("frame_version", sa.Integer, primary_key=True),
        required("frozen_at", INSTANT),
        required("frame_digest", DIGEST),
        required("terms", sa.Text),
        required("terms_digest", DIGEST),
        required("actor", sa.Text),
        required("reason", sa.Text),
        sealed_in(),
    )
    op.create_table(
        "officer_act",
        numbered(),
        required("act_id", CODE, unique=True),
        required("act", sa.String(16)),
        required("subject_kind", sa.String(16)),
        required("subject", sa.Text, index=True),
        sa.Column("form_id", CODE),
        sa.Column("period_start", INSTANT),
        sa.Column("kecamatan_code", CODE),
        required("actor", sa.Text),
        required("reason", sa.Text),
        required("detail", sa.Text),
        required("decided_at", INSTANT),
        sealed_in(),
        sa.CheckConstraint(
            "act IN ('release', 'hold', 'merge', 'override', 'withdraw', 'excuse')", name="known_act"
        ),
        sa.CheckConstraint("LENGTH(reason) >= 20", name="a_reason_is_a_sentence"),
    )
    op.create_table(
        "edition_change",
        required("edition_id", EDITION, sa.ForeignKey("edition.edition_id"), primary_key=True),
        required("subject_key", sa.String(128), primary_key=True),
        required("earlier_edition_id", EDITION),
        sa.Column("before_value", sa.Text),
        sa.Column("after_value", sa.Text),
        required("cause", sa.String(8)),
        required("who", sa.Text),
        required("changed_at", INSTANT),
        sealed_in(),
    )
    op.create_table(
        "errata_call",
        required("edition_id", EDITION, sa.ForeignKey("edition.edition_id"), primary_key=True),
        required("recipient_id", CODE, primary_key=True),
        required("earlier_edition_id", EDITION),
        required("reason", sa.Text),
        required("called_at", INSTANT),
        sealed_in(),
    )
    op.create_table(
        "spot_check",
        numbered(),
        required("period_start", INSTANT),
        required("form_id", CODE),
        required("unit_code", CODE),
        required("seed_digest", DIGEST),
        required("drawn_at", INSTANT),
        sealed_in(),
        sa.UniqueConstraint("period_start", "form_id", "unit_code", name="drawn_once"),
    )
    op.create_table(
        "spot_check_result",
        numbered(),
        required("period_start", INSTANT),
        required("form_id", CODE),
        required("unit_code", CODE),
        required("column_name", sa.Text),
        sa.Column("reported", sa.Integer),
        required("recounted", sa.Integer),
        required("actor", sa.Text),
        required("note", sa.Text),
        required("checked_at", INSTANT),
        sealed_in(),
    )
    op.create_table(
        "timestamp_token",
        required("ledger_seq", sa.Integer, primary_key=True),
        required("authority", sa.String(128), primary_key=True),
        required("head", DIGEST),
        required("token", sa.Text),
        required("stamped_at", INSTANT),
        sealed_in(),
    )
    # What every audit of a finished PDF found; without a passed one of the same bytes nothing is sent (P46).
    op.create_table(
        "edition_audit",
        numbered(),
        required("edition_id", EDITION, sa.ForeignKey("edition.edition_id"), index=True),
        required("step", sa.String(16)),
        required("sha256", DIGEST),
        required("is_passed", sa.Integer),
        required("properties", sa.Text),
        required("discrepancies", sa.Text),
        required("audited_at", INSTANT),
        sealed_in(),
    )
    index_for_reading()
    guard_append_only(NEW_TABLES)
    index_seals()


def index_seals() -> None:
    """What one transaction wrote is asked for when it is sealed, and again whenever the record is checked."""
    for table in (*EARLIER_TABLES, *NEW_TABLES):
        op.create_index(f"{table}_sealed_in", table, ["sealed_in"])


def index_for_reading() -> None:
    """What publishing and tracing ask for is found by index, so that neither costs more as the history grows."""
    for name, table, columns in (
        ("frame_of_a_period", "frame", ["period_start", "frame_version", "form_id"]),
        ("reading_of_period", "reading", ["period_start", "form_id"]),
        ("finding_of_row", "finding", ["submission_id", "row_id"]),
        ("disposition_of_any_row", "disposition", ["row_id"]),
        ("ledger_by_event", "ledger", ["event", "seq"]),
        ("edition_of_slot", "edition", ["kind", "as_of"]),
        ("edition_of_period", "edition", ["period_start"]),
        ("figure_by_key", "figure", ["figure_key"]),
    ):
        op.create_index(name, table, columns)


def guard_append_only(tables: tuple[str, ...]) -> None:
    """Refuse UPDATE and DELETE in the database itself; on PostgreSQL with the function that 0001 made."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in tables:
        if is_postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {act} on {table} is refused'); END"
            )
