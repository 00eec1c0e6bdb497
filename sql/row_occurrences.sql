-- Purpose: what was decided about the rows of one form between two instants, for the causes of changed figures (P25)
-- Grain: one disposition
-- Parameters: form_id, period_start, after, as_of
SELECT
    r.area_code,
    d.bin,
    d.actor,
    d.decided_at,
    s.received_at,
    s.channel,
    g.supersedes
FROM row_form AS r
INNER JOIN disposition AS d ON r.submission_id = d.submission_id AND r.row_id = d.row_id
INNER JOIN submission AS s ON r.submission_id = s.submission_id
INNER JOIN reading AS g ON r.submission_id = g.submission_id
WHERE
    r.period_start = :period_start
    AND d.form_id = :form_id
    AND d.decided_at > :after
    AND d.decided_at <= :as_of
ORDER BY d.seq
