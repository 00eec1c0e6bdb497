-- Purpose: all submissions with what they turned out to be
-- Grain: one submission
-- Parameters: none
SELECT
    s.submission_id,
    s.sha256,
    s.received_at,
    s.team_id,
    s.area_code,
    g.form_id,
    g.outcome,
    g.row_count
FROM submission AS s
LEFT JOIN reading AS g ON s.submission_id = g.submission_id
ORDER BY s.seq
