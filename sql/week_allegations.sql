-- Purpose: alleged breaches of neutrality that were accepted, or held and so not yet denied, as known at an instant (P17)
-- Grain: one allegation
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
        r.submission_id,
        r.row_id,
        r.row_number,
        r.kecamatan_code,
        r.states,
        r.tanggal_kejadian,
        r.jenis_instansi,
        r.bentuk_dugaan,
        r.dasar,
        r.sumber,
        r.status,
        r.diteruskan_ke,
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
    FROM row_netralitas AS r
    WHERE r.period_start = :period_start AND r.has_content = 1
)

SELECT
    submission_id,
    row_id,
    kecamatan_code,
    states,
    tanggal_kejadian,
    jenis_instansi,
    bentuk_dugaan,
    dasar,
    sumber,
    status,
    diteruskan_ke,
    bin
FROM known
WHERE bin IN ('accepted', 'held')
ORDER BY kecamatan_code, submission_seq, row_number
