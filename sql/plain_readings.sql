-- Purpose: what the files of a period turned out to be, and when they came (P34)
-- Grain: one read submission
-- Parameters: period_start
SELECT
    s.submission_id,
    s.seq AS submission_seq,
    s.area_code,
    s.received_at,
    g.form_id,
    g.is_nil,
    g.row_count
FROM reading AS g
INNER JOIN submission AS s ON g.submission_id = s.submission_id
WHERE g.period_start = :period_start
ORDER BY s.submission_id
