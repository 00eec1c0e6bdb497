-- Purpose: the accepted rows behind the figures of the voting-day form, with values and states, for digests and traces (P07, P41)
-- Grain: one accepted row with content
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
        r.area_code,
        r.unit_code,
        r.row_id,
        r.submission_id,
        r.kecamatan_code,
        r.states,
        r.status_tps,
        r.waktu_buka,
        r.pemilih_dpt_j,
        r.pemilih_dpt_l,
        r.pemilih_dpt_p,
        r.pengguna_dpt_j,
        r.pengguna_dpt_l,
        r.pengguna_dpt_p,
        r.pengguna_dptb_j,
        r.pengguna_dptb_l,
        r.pengguna_dptb_p,
        r.pengguna_dpk_j,
        r.pengguna_dpk_l,
        r.pengguna_dpk_p,
        r.pengguna_total_j,
        r.pengguna_total_l,
        r.pengguna_total_p,
        r.pemilih_dptb_j,
        r.suara_sah,
        r.suara_tidak_sah,
        r.suara_total,
        r.surat_suara_diterima,
        r.surat_suara_digunakan,
        r.surat_suara_rusak,
        r.surat_suara_tidak_digunakan,
        r.pemilih_disabilitas_j,
        r.pengguna_disabilitas_l,
        r.pengguna_disabilitas_p,
        r.pengguna_disabilitas_j,
        r.pengguna_dpr,
        r.pengguna_dpd,
        r.pengguna_dprd_provinsi,
        r.pengguna_dprd_kota,
        r.pengguna_gubernur,
        (
            SELECT d.bin
            FROM disposition AS d
            WHERE
                d.submission_id = r.submission_id
                AND d.row_id = r.row_id
                AND d.decided_at <= :as_of
            ORDER BY d.seq DESC
            LIMIT 1
        ) AS bin
    FROM row_pungut_hitung AS r
    WHERE r.period_start = :period_start AND r.has_content = 1
)

SELECT
    area_code,
    unit_code,
    row_id,
    submission_id,
    kecamatan_code,
    states,
    status_tps,
    waktu_buka,
    pemilih_dpt_j,
    pemilih_dpt_l,
    pemilih_dpt_p,
    pengguna_dpt_j,
    pengguna_dpt_l,
    pengguna_dpt_p,
    pengguna_dptb_j,
    pengguna_dptb_l,
    pengguna_dptb_p,
    pengguna_dpk_j,
    pengguna_dpk_l,
    pengguna_dpk_p,
    pengguna_total_j,
    pengguna_total_l,
    pengguna_total_p,
    pemilih_dptb_j,
    suara_sah,
    suara_tidak_sah,
    suara_total,
    surat_suara_diterima,
    surat_suara_digunakan,
    surat_suara_rusak,
    surat_suara_tidak_digunakan,
    pemilih_disabilitas_j,
    pengguna_disabilitas_l,
    pengguna_disabilitas_p,
    pengguna_disabilitas_j,
    pengguna_dpr,
    pengguna_dpd,
    pengguna_dprd_provinsi,
    pengguna_dprd_kota,
    pengguna_gubernur
FROM known
WHERE bin = 'accepted'
ORDER BY area_code, row_id
