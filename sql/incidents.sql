-- Purpose: accepted incidents as known at an instant (P17)
-- Grain: one incident
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
    r.submission_id,
    r.row_id,
    r.unit_code,
    r.area_code,
    r.kecamatan_code,
    r.waktu_kejadian,
    r.tps,
    r.kategori,
    r.tingkat,
    r.cara_diketahui,
    r.status_verifikasi,
    r.masih_terbuka,
    r.uraian,
    r.tindak_lanjut,
    n.bin
FROM row_kejadian AS r
INNER JOIN newest AS n ON r.submission_id = n.submission_id AND r.row_id = n.row_id
INNER JOIN submission AS s ON r.submission_id = s.submission_id
WHERE n.age_rank = 1 AND n.bin IN ('accepted', 'held') AND r.period_start = :period_start
ORDER BY r.kecamatan_code, s.seq, r.row_number
