-- Purpose: incidents that were accepted, or held and so not yet denied, as known at an instant (P17)
-- Grain: one incident
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
        r.submission_id,
        r.row_id,
        r.row_number,
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
        r.states,
        (SELECT s.seq FROM submission AS s WHERE s.submission_id = r.submission_id) AS submission_seq,
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
    FROM row_kejadian AS r
    WHERE r.period_start = :period_start
)

SELECT
    submission_id,
    row_id,
    unit_code,
    area_code,
    kecamatan_code,
    waktu_kejadian,
    tps,
    kategori,
    tingkat,
    cara_diketahui,
    status_verifikasi,
    masih_terbuka,
    uraian,
    tindak_lanjut,
    states,
    bin
FROM known
WHERE bin IN ('accepted', 'held')
ORDER BY kecamatan_code, submission_seq, row_number
