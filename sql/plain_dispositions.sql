-- Purpose: all that was ever decided about the rows of one form and period, for who finds the newest himself (P34)
-- Grain: one disposition
-- Parameters: form_id, period_start
SELECT
    d.seq,
    d.submission_id,
    d.row_id,
    d.bin,
    d.decided_at
FROM reading AS g
INNER JOIN disposition AS d ON g.submission_id = d.submission_id
WHERE g.period_start = :period_start AND g.form_id = :form_id
ORDER BY d.seq
