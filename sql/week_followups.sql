-- Purpose: every row of the follow-up form of periods that began before an instant, with its bin as known then: items are carried on
-- Grain: one row, oldest period first, then receipt
-- Parameters: before, as_of
WITH known AS MATERIALIZED (
    SELECT
        r.submission_id,
        r.row_id,
        r.row_number,
        r.sheet,
        r.unit_code,
        r.kecamatan_code,
        r.period_start,
        r.item_code,
        r.has_content,
        r.states,
        r.asal,
        r.status,
        r.batas_waktu,
        (SELECT s.seq FROM submission AS s WHERE s.submission_id = r.submission_id) AS submission_seq,
        (SELECT s.received_at FROM submission AS s WHERE s.submission_id = r.submission_id) AS received_at,
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
    FROM row_tindak_lanjut AS r
    WHERE r.period_start < :before
)

SELECT
    submission_id,
    submission_seq,
    row_id,
    row_number,
    sheet,
    unit_code,
    kecamatan_code,
    period_start,
    item_code,
    has_content,
    states,
    asal,
    status,
    batas_waktu,
    received_at,
    bin
FROM known
WHERE bin IS NOT NULL AND received_at <= :as_of
ORDER BY period_start, submission_seq, row_number
