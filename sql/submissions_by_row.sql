-- Purpose: the submissions that brought a row
-- Grain: one submission
-- Parameters: row_id
SELECT
    d.submission_id,
    d.form_id,
    d.bin,
    d.reason,
    d.decided_at,
    s.sha256,
    s.received_at,
    s.team_id
FROM disposition AS d
INNER JOIN submission AS s ON d.submission_id = s.submission_id
WHERE d.row_id = :row_id
ORDER BY d.seq
