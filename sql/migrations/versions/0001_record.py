"""The record: append-only tables, each guarded against UPDATE and DELETE.

Instants are fixed-width ISO 8601 text in UTC (docs/decisions/0004-instants-are-text.md), so that the same statement
compares them on SQLite and PostgreSQL and the ledger hashes exactly what is stored.

Revision: 0001, after nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

COUNTS = (
    *(f"{block}_{sex}" for block in ("pemilih_dpt", "pengguna_dpt", "pengguna_dptb") for sex in "jlp"),
    *(f"{block}_{sex}" for block in ("pengguna_dpk", "pengguna_total") for sex in "jlp"),
    "pemilih_dptb_j",
    "suara_sah",
    "suara_tidak_sah",
    "suara_total",
    "surat_suara_diterima",
    "surat_suara_digunakan",
    "surat_suara_rusak",
    "surat_suara_tidak_digunakan",
)
INSTANT = sa.String(27)
CODE = sa.String(32)
DIGEST = sa.String(64)

APPEND_ONLY = (
    "area",
    "frame",
    "submission",
    "reading",
    "row_pungut_hitung",
    "row_kejadian",
    "finding",
    "disposition",
    "decision",
    "edition",
    "edition_status",
    "figure",
    "delivery",
    "delivery_outcome",
    "ledger",
)


def required(name: str, kind: object, *constraints: object, **options: object) -> sa.Column:
    return sa.Column(name, kind, *constraints, nullable=False, **options)


def numbered() -> sa.Column:
    return sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True)


def row_columns() -> list[sa.Column]:
    return [
        required("submission_id", sa.String(32), primary_key=True),
        required("row_id", sa.Text, primary_key=True),
        required("sheet", sa.Text),
        required("row_number", sa.Integer),
        required("unit_code", CODE, index=True),
        required("area_code", CODE, index=True),
        required("kecamatan_code", CODE),
        required("period_start", INSTANT),
        required("content_digest", DIGEST),
        required("has_content", sa.Integer),
        required("states", sa.Text),
    ]


def upgrade() -> None:
    op.create_table(
        "area",
        required("code", CODE, primary_key=True),
        required("name", sa.Text),
        required("level", sa.String(16)),
        sa.Column("parent_code", CODE),
        required("valid_from", INSTANT, primary_key=True),
    )
    op.create_table(
        "frame",
        required("frame_version", sa.Integer, primary_key=True),
        required("form_id", CODE, primary_key=True),
        required("period_start", INSTANT, primary_key=True),
        required("unit_code", CODE, primary_key=True),
        required("period_end", INSTANT),
        required("area_code", CODE),
        required("kecamatan_code", CODE),
        required("due_at", INSTANT),
        required("frozen_at", INSTANT),
        required("frame_digest", DIGEST),
    )
    op.create_table(
        "submission",
        required("submission_id", sa.String(32), primary_key=True),
        required("seq", sa.Integer, unique=True),
        # One arrival is one submission, however often a collector that crashed half-way sees it again.
        required("arrival_key", sa.Text, unique=True),
        required("sha256", DIGEST, index=True),
        required("received_at", INSTANT, index=True),
        required("channel", sa.String(16)),
        required("sender", sa.Text),
        sa.Column("team_id", CODE),
        required("area_code", CODE),
        required("size", sa.Integer),
        required("name_as_sent", sa.Text),
    )
    op.create_table(
        "reading",
        required("submission_id", sa.String(32), sa.ForeignKey("submission.submission_id"), primary_key=True),
        required("outcome", sa.String(16)),
        required("message", sa.Text),
        sa.Column("form_id", CODE),
        sa.Column("form_version", sa.Integer),
        sa.Column("period_start", INSTANT),
        sa.Column("supersedes", sa.String(32)),
        required("is_nil", sa.Integer),
        required("row_count", sa.Integer),
        required("rules_version", DIGEST),
        required("read_at", INSTANT),
    )
    op.create_table(
        "row_pungut_hitung",
        *row_columns(),
        sa.Column("kode_tps", sa.Text),
        sa.Column("kode_kelurahan", sa.Text),
        sa.Column("kelurahan", sa.Text),
        sa.Column("tps", sa.Text),
        *(sa.Column(name, sa.Integer) for name in COUNTS),
        sa.Column("status_tps", sa.Text),
    )
    op.create_table(
        "row_kejadian",
        *row_columns(),
        sa.Column("waktu_kejadian", sa.Text),
        sa.Column("kode_kelurahan", sa.Text),
        sa.Column("tps", sa.Text),
        sa.Column("kategori", sa.Text),
        sa.Column("tingkat", sa.Text),
        sa.Column("cara_diketahui", sa.Text),
        sa.Column("status_verifikasi", sa.Text),
        sa.Column("masih_terbuka", sa.Text),
        sa.Column("uraian", sa.Text),
        sa.Column("tindak_lanjut", sa.Text),
    )
    op.create_table(
        "finding",
        numbered(),
        required("submission_id", sa.String(32), index=True),
        sa.Column("row_id", sa.Text),
        required("rule_id", sa.String(16)),
        required("rules_version", DIGEST),
        required("severity", sa.String(1)),
        sa.Column("sheet", sa.Text),
        sa.Column("row_number", sa.Integer),
        sa.Column("column_name", sa.Text),
        required("found", sa.Text),
        required("expected", sa.Text),
        required("advice", sa.Text),
        required("found_at", INSTANT),
    )
    op.create_table(
        "disposition",
        numbered(),
        required("submission_id", sa.String(32)),
        required("row_id", sa.Text),
        required("form_id", CODE),
        required("bin", sa.String(16)),
        required("reason", sa.Text),
        required("actor", sa.Text),
        required("decided_at", INSTANT),
        sa.CheckConstraint(
            "bin IN ('accepted', 'held', 'duplicate', 'superseded', 'out_of_scope')", name="known_bin"
        ),
    )
    op.create_index("disposition_of_row", "disposition", ["submission_id", "row_id", "seq"])
    op.create_table(
        "decision",
        numbered(),
        required("edition_id", sa.String(64)),
        required("act", sa.String(16)),
        required("actor", sa.Text),
        required("is_agreed", sa.Integer),
        required("reason", sa.Text),
        required("decided_at", INSTANT),
        sa.UniqueConstraint("edition_id", "act", name="one_decision_an_act"),
        sa.UniqueConstraint("edition_id", "actor", name="one_act_a_person"),
    )
    op.create_table(
        "edition",
        required("edition_id", sa.String(64), primary_key=True),
        required("number", sa.Text),
        required("kind", sa.String(16)),
        required("area_code", CODE),
        required("period_start", INSTANT),
        required("period_end", INSTANT),
        required("revision", sa.Integer),
        required("as_of", INSTANT),
        required("release_at", INSTANT),
        required("code_version", sa.Text),
        required("config_digest", DIGEST),
        required("frame_digest", DIGEST),
        required("ledger_head", DIGEST),
        sa.UniqueConstraint(
            "kind", "area_code", "period_start", "as_of", "revision", name="one_edition_a_slot"
        ),
    )
    op.create_table(
        "edition_status",
        numbered(),
        required("edition_id", sa.String(64), sa.ForeignKey("edition.edition_id")),
        required("status", sa.String(16)),
        required("at", INSTANT),
        sa.Column("sha256", DIGEST),
        required("detail", sa.Text),
        sa.UniqueConstraint("edition_id", "status", name="each_status_once"),
    )
    op.create_table(
        "figure",
        required("edition_id", sa.String(64), sa.ForeignKey("edition.edition_id"), primary_key=True),
        required("figure_key", sa.String(96), primary_key=True),
        required("area_code", CODE),
        required("name", sa.String(64)),
        required("label", sa.Text),
        required("unit", sa.Text),
        sa.Column("value", sa.Text),
        required("k", sa.BigInteger),
        required("n", sa.BigInteger),
        required("n_expected", sa.BigInteger),
        sa.Column("denominator", sa.BigInteger),
        sa.Column("lower_bound", sa.Text),
        sa.Column("upper_bound", sa.Text),
        required("rows_digest", DIGEST),
    )
    op.create_table(
        "delivery",
        required("delivery_id", sa.String(160), primary_key=True),
        required("subject_kind", sa.String(16)),
        required("subject_id", sa.String(64), index=True),
        required("recipient_id", CODE),
        required("address", sa.Text),
        required("attempt", sa.Integer),
        required("message_id", sa.Text),
        sa.Column("sha256", DIGEST),
        required("claimed_at", INSTANT),
        sa.UniqueConstraint(
            "subject_kind", "subject_id", "recipient_id", "attempt", name="one_claim_an_attempt"
        ),
    )
    op.create_table(
        "delivery_outcome",
        required("delivery_id", sa.String(160), sa.ForeignKey("delivery.delivery_id"), primary_key=True),
        required("outcome", sa.String(16)),
        required("answer", sa.Text),
        required("at", INSTANT),
    )
    op.create_table(
        "ledger",
        required("seq", sa.Integer, primary_key=True, autoincrement=False),
        required("prev", DIGEST, unique=True),
        required("hash", DIGEST, unique=True),
        required("at", INSTANT),
        required("actor", sa.Text),
        required("event", sa.String(48)),
        required("payload", sa.Text),
    )
    guard_append_only()


def guard_append_only() -> None:
    """Refuse UPDATE and DELETE in the database itself, so that not even our own code can forget the rule."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME; END $$"
        )
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {act} on {table} is refused'); END"
            )
