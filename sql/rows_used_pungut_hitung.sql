-- Purpose: the accepted rows behind the figures of the voting-day form, with their values, for digests and traces (P41)
-- Grain: one accepted row with content
-- Parameters: form_id, period_start, as_of
WITH newest AS (
    SELECT
        submission_id,
        row_id,
        bin,
        ROW_NUMBER() OVER (PARTITION BY submission_id, row_id ORDER BY seq DESC) AS age_rank
    FROM disposition
    WHERE form_id = :form_id AND decided_at <= :as_of
)

SELECT
    r.area_code,
    r.unit_code,
    r.row_id,
    r.submission_id,
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
    r.pengguna_gubernur
FROM row_pungut_hitung AS r
INNER JOIN newest AS n ON r.submission_id = n.submission_id AND r.row_id = n.row_id
WHERE n.age_rank = 1 AND n.bin = 'accepted' AND r.has_content = 1 AND r.period_start = :period_start
ORDER BY r.area_code, r.row_id
