-- Purpose: stages and acts of coordination that were accepted, or held and so not yet denied, as known at an instant
-- Grain: one row of the form of stages
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
        r.submission_id,
        r.row_id,
        r.row_number,
        r.kecamatan_code,
        r.states,
        r.tahap,
        r.tanggal_mulai,
        r.status_tahap,
        r.koordinasi_pihak,
        r.koordinasi_bentuk,
        r.koordinasi_tanggal,
        r.hambatan,
        r.tindak_lanjut,
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
    FROM row_tahapan AS r
    WHERE r.period_start = :period_start AND r.has_content = 1
)

SELECT
    submission_id,
    row_id,
    kecamatan_code,
    states,
    tahap,
    tanggal_mulai,
    status_tahap,
    koordinasi_pihak,
    koordinasi_bentuk,
    koordinasi_tanggal,
    hambatan,
    tindak_lanjut,
    bin
FROM known
WHERE bin IN ('accepted', 'held')
ORDER BY kecamatan_code, submission_seq, row_number
