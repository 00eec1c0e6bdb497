"""Five more forms, new columns of the two that were there, the item of an event, and what a correction changed.

Additive only. Written out, not made from the forms: a form may change later, this step may not. Instants are text as in 0001.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.String(27)
CODE = sa.String(32)
DIGEST = sa.String(64)
SUBMISSION = sa.String(32)
STATE = sa.String(32)

# Table: columns of counts, columns of text.
NEW_TABLES = {
    "row_tahapan": (
        "",
        "tahap kode_kelurahan tanggal_mulai tanggal_selesai status_tahap koordinasi_pihak koordinasi_bentuk "
        "koordinasi_tanggal uraian hambatan tindak_lanjut",
    ),
    "row_kesiapan": (
        "jumlah_kpps jumlah_linmas jumlah_pengawas_tps kotak_suara bilik_suara tinta_botol "
        "surat_suara_tercatat surat_suara_rusak surat_suara_kurang surat_suara_pengganti surat_suara_siap",
        "kode_tps kode_kelurahan kelurahan tps kesiapan_tps tanggal_tps_siap jarak_km akses_jalan "
        "akses_kursi_roda kelas_polri pola_pengamanan tanggal_logistik_tiba formulir_lengkap alat_bantu_netra "
        "r01 r02 r03 r06 r12 r13 r11 r19 r20 r21 r15 r16 r17 r18 r05 r07 r09 r10 r14 r22 r04 r08 catatan",
    ),
    "row_rekapitulasi": (
        "jumlah_tps tps_buka tps_selesai_pungut tps_selesai_hitung tps_sudah_rekap pemilih_dpt_j "
        "pengguna_dpt_j pengguna_dptb_j pengguna_dpk_j pengguna_total_j suara_sah suara_tidak_sah suara_total "
        "surat_suara_diterima surat_suara_digunakan surat_suara_rusak surat_suara_tidak_digunakan "
        "psu_jumlah_tps keberatan_jumlah",
        "kode_kelurahan kelurahan status_rekapitulasi tanggal_selesai psu_ada psu_tanggal psu_alasan "
        "keberatan_ada keberatan_uraian keberatan_status catatan",
    ),
    "row_netralitas": (
        "jumlah_asn",
        "tanggal_kejadian jam_kejadian tanggal_diketahui kode_kelurahan tempat jenis_instansi bentuk_dugaan "
        "dasar uraian sumber status diteruskan_ke tindak_lanjut",
    ),
    "row_tindak_lanjut": (
        "",
        "nomor_butir asal tanggal_asal uraian penanggung_jawab batas_waktu status perkembangan tanggal_tutup "
        "alasan_penutupan strategi",
    ),
}
NEW_COLUMNS = {
    "row_pungut_hitung": (
        "pemilih_disabilitas_j pengguna_disabilitas_l pengguna_disabilitas_p pengguna_disabilitas_j "
        "pengguna_dpr pengguna_dpd pengguna_dprd_provinsi pengguna_dprd_kota pengguna_gubernur",
        "waktu_buka waktu_tutup waktu_mulai_hitung waktu_selesai_hitung waktu_dptb_pertama waktu_dpk_pertama",
    ),
    "row_kejadian": (
        "jumlah_terdampak",
        "masalah_siwaslu diteruskan_ke",
    ),
}


def required(name: str, kind: object, *constraints: object, **options: object) -> sa.Column:
    return sa.Column(name, kind, *constraints, nullable=False, **options)


def row_columns() -> list[sa.Column]:
    return [
        required("submission_id", SUBMISSION, primary_key=True),
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
        item_column(),
    ]


def item_column() -> sa.Column:
    return sa.Column("item_code", sa.Text)


def form_columns(counts: str, texts: str) -> list[sa.Column]:
    return [
        *(sa.Column(name, sa.Integer) for name in counts.split()),
        *(sa.Column(name, sa.Text) for name in texts.split()),
    ]


def upgrade() -> None:
    for table, names in NEW_TABLES.items():
        op.create_table(table, *row_columns(), *form_columns(*names))
    for table, names in NEW_COLUMNS.items():
        for column in (item_column(), *form_columns(*names)):
            op.add_column(table, column)
    for table in (*NEW_TABLES, *NEW_COLUMNS):
        # What new rows are held against is asked for by period and kecamatan, once a batch.
        op.create_index(f"{table}_of_period", table, ["period_start", "kecamatan_code"])
    op.create_table(
        "row_change",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        required("submission_id", SUBMISSION, index=True),
        required("row_id", sa.Text),
        required("earlier_submission_id", SUBMISSION),
        required("earlier_row_id", sa.Text),
        required("form_id", CODE),
        required("unit_code", CODE),
        item_column(),
        required("column_name", sa.Text),
        required("before_state", STATE),
        sa.Column("before_value", sa.Text),
        required("after_state", STATE),
        sa.Column("after_value", sa.Text),
        required("changed_at", INSTANT),
    )
    guard_append_only((*NEW_TABLES, "row_change"))


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
