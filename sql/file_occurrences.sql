-- Purpose: which files about one period came between two instants, also those without a row (P25)
-- Grain: one file
-- Parameters: period_start, after, as_of
SELECT
    s.area_code,
    g.form_id,
    s.received_at,
    s.channel,
    g.supersedes
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
WHERE
    g.period_start = :period_start
    AND g.form_id IS NOT NULL
    AND s.received_at > :after
    AND s.received_at <= :as_of
ORDER BY s.seq
