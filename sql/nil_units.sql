-- Purpose: the units whose sender confirmed to have nothing to report, as known at an instant (P14, P27)
-- Grain: one unit
-- Parameters: form_id, period_start, as_of
SELECT DISTINCT s.area_code AS unit_code
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
WHERE
    g.form_id = :form_id
    AND g.period_start = :period_start
    AND g.is_nil = 1
    AND s.received_at <= :as_of
ORDER BY s.area_code
