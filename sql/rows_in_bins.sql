-- Purpose: every row received for a period by an instant, with its bin then, for digests and traces (P01, P41)
-- Grain: one row of one submission
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
SELECT
    r.submission_id,
    r.row_id,
    r.unit_code,
    r.area_code,
    r.kecamatan_code,
    r.has_content,
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
FROM row_form AS r
WHERE
    r.period_start = :period_start
    AND (SELECT s.received_at FROM submission AS s WHERE s.submission_id = r.submission_id) <= :as_of
ORDER BY r.area_code, r.row_id, r.submission_id
