-- Purpose: how many rows are in which bin as known at an instant (P01); a received row without a bin is counted apart
-- Grain: one area and bin, apart for rows without content
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
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
)

SELECT
    area_code,
    kecamatan_code,
    bin,
    has_content,
    COUNT(*) AS row_count
FROM known
GROUP BY area_code, kecamatan_code, bin, has_content
ORDER BY area_code, bin, has_content
