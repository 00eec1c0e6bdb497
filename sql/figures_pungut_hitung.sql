-- Purpose: sums and filled counts of the voting-day form, from accepted rows as known at an instant (P08, P34)
-- Grain: one kelurahan
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
        r.area_code,
        r.unit_code,
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
),

used AS (
    SELECT
        k.*,
        CASE
            WHEN
                k.pengguna_total_j IS NOT NULL
                AND k.pemilih_dpt_j IS NOT NULL
                AND k.pengguna_dptb_j IS NOT NULL
                AND k.pengguna_dpk_j IS NOT NULL
                THEN 1
            ELSE 0
        END AS has_turnout
    FROM known AS k
    WHERE k.bin = 'accepted'
)

SELECT
    r.area_code,
    COUNT(*) AS rows_used,
    COUNT(DISTINCT r.unit_code) AS units_used,
    COUNT(r.pemilih_dpt_j) AS filled_pemilih_dpt_j,
    SUM(r.pemilih_dpt_j) AS sum_pemilih_dpt_j,
    COUNT(r.pemilih_dpt_l) AS filled_pemilih_dpt_l,
    SUM(r.pemilih_dpt_l) AS sum_pemilih_dpt_l,
    COUNT(r.pemilih_dpt_p) AS filled_pemilih_dpt_p,
    SUM(r.pemilih_dpt_p) AS sum_pemilih_dpt_p,
    COUNT(r.pengguna_dpt_j) AS filled_pengguna_dpt_j,
    SUM(r.pengguna_dpt_j) AS sum_pengguna_dpt_j,
    COUNT(r.pengguna_dpt_l) AS filled_pengguna_dpt_l,
    SUM(r.pengguna_dpt_l) AS sum_pengguna_dpt_l,
    COUNT(r.pengguna_dpt_p) AS filled_pengguna_dpt_p,
    SUM(r.pengguna_dpt_p) AS sum_pengguna_dpt_p,
    COUNT(r.pengguna_dptb_j) AS filled_pengguna_dptb_j,
    SUM(r.pengguna_dptb_j) AS sum_pengguna_dptb_j,
    COUNT(r.pengguna_dptb_l) AS filled_pengguna_dptb_l,
    SUM(r.pengguna_dptb_l) AS sum_pengguna_dptb_l,
    COUNT(r.pengguna_dptb_p) AS filled_pengguna_dptb_p,
    SUM(r.pengguna_dptb_p) AS sum_pengguna_dptb_p,
    COUNT(r.pengguna_dpk_j) AS filled_pengguna_dpk_j,
    SUM(r.pengguna_dpk_j) AS sum_pengguna_dpk_j,
    COUNT(r.pengguna_dpk_l) AS filled_pengguna_dpk_l,
    SUM(r.pengguna_dpk_l) AS sum_pengguna_dpk_l,
    COUNT(r.pengguna_dpk_p) AS filled_pengguna_dpk_p,
    SUM(r.pengguna_dpk_p) AS sum_pengguna_dpk_p,
    COUNT(r.pengguna_total_j) AS filled_pengguna_total_j,
    SUM(r.pengguna_total_j) AS sum_pengguna_total_j,
    COUNT(r.pengguna_total_l) AS filled_pengguna_total_l,
    SUM(r.pengguna_total_l) AS sum_pengguna_total_l,
    COUNT(r.pengguna_total_p) AS filled_pengguna_total_p,
    SUM(r.pengguna_total_p) AS sum_pengguna_total_p,
    COUNT(r.pemilih_dptb_j) AS filled_pemilih_dptb_j,
    SUM(r.pemilih_dptb_j) AS sum_pemilih_dptb_j,
    COUNT(r.suara_sah) AS filled_suara_sah,
    SUM(r.suara_sah) AS sum_suara_sah,
    COUNT(r.suara_tidak_sah) AS filled_suara_tidak_sah,
    SUM(r.suara_tidak_sah) AS sum_suara_tidak_sah,
    COUNT(r.suara_total) AS filled_suara_total,
    SUM(r.suara_total) AS sum_suara_total,
    COUNT(r.surat_suara_diterima) AS filled_surat_suara_diterima,
    SUM(r.surat_suara_diterima) AS sum_surat_suara_diterima,
    COUNT(r.surat_suara_digunakan) AS filled_surat_suara_digunakan,
    SUM(r.surat_suara_digunakan) AS sum_surat_suara_digunakan,
    COUNT(r.surat_suara_rusak) AS filled_surat_suara_rusak,
    SUM(r.surat_suara_rusak) AS sum_surat_suara_rusak,
    COUNT(r.surat_suara_tidak_digunakan) AS filled_surat_suara_tidak_digunakan,
    SUM(r.surat_suara_tidak_digunakan) AS sum_surat_suara_tidak_digunakan,
    COUNT(r.pemilih_disabilitas_j) AS filled_pemilih_disabilitas_j,
    SUM(r.pemilih_disabilitas_j) AS sum_pemilih_disabilitas_j,
    COUNT(r.pengguna_disabilitas_l) AS filled_pengguna_disabilitas_l,
    SUM(r.pengguna_disabilitas_l) AS sum_pengguna_disabilitas_l,
    COUNT(r.pengguna_disabilitas_p) AS filled_pengguna_disabilitas_p,
    SUM(r.pengguna_disabilitas_p) AS sum_pengguna_disabilitas_p,
    COUNT(r.pengguna_disabilitas_j) AS filled_pengguna_disabilitas_j,
    SUM(r.pengguna_disabilitas_j) AS sum_pengguna_disabilitas_j,
    COUNT(r.pengguna_dpr) AS filled_pengguna_dpr,
    SUM(r.pengguna_dpr) AS sum_pengguna_dpr,
    COUNT(r.pengguna_dpd) AS filled_pengguna_dpd,
    SUM(r.pengguna_dpd) AS sum_pengguna_dpd,
    COUNT(r.pengguna_dprd_provinsi) AS filled_pengguna_dprd_provinsi,
    SUM(r.pengguna_dprd_provinsi) AS sum_pengguna_dprd_provinsi,
    COUNT(r.pengguna_dprd_kota) AS filled_pengguna_dprd_kota,
    SUM(r.pengguna_dprd_kota) AS sum_pengguna_dprd_kota,
    COUNT(r.pengguna_gubernur) AS filled_pengguna_gubernur,
    SUM(r.pengguna_gubernur) AS sum_pengguna_gubernur,
    SUM(r.has_turnout) AS turnout_units,
    SUM(CASE WHEN r.has_turnout = 1 THEN r.pengguna_total_j ELSE 0 END) AS turnout_users,
    SUM(CASE WHEN r.has_turnout = 1 THEN r.pemilih_dpt_j + r.pengguna_dptb_j + r.pengguna_dpk_j ELSE 0 END) AS turnout_registered
FROM used AS r
GROUP BY r.area_code
ORDER BY r.area_code
