-- Purpose: the first file received for a form and period, which a commitment must precede (P44)
-- Grain: one row or none
-- Parameters: form_id, period_start
SELECT
    s.submission_id,
    s.received_at
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
WHERE g.form_id = :form_id AND g.period_start = :period_start
ORDER BY s.seq
LIMIT 1
