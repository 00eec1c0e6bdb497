-- Purpose: adds one typed row of the incident form
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO row_kejadian (
    submission_id,
    row_id,
    sheet,
    row_number,
    unit_code,
    area_code,
    kecamatan_code,
    period_start,
    content_digest,
    has_content,
    states,
    waktu_kejadian,
    kode_kelurahan,
    tps,
    kategori,
    tingkat,
    cara_diketahui,
    status_verifikasi,
    masih_terbuka,
    uraian,
    tindak_lanjut
)
VALUES (
    :submission_id,
    :row_id,
    :sheet,
    :row_number,
    :unit_code,
    :area_code,
    :kecamatan_code,
    :period_start,
    :content_digest,
    :has_content,
    :states,
    :waktu_kejadian,
    :kode_kelurahan,
    :tps,
    :kategori,
    :tingkat,
    :cara_diketahui,
    :status_verifikasi,
    :masih_terbuka,
    :uraian,
    :tindak_lanjut
)
