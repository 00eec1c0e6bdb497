-- Purpose: the files received for the forms of a period, as known at an instant, for the flags on their sending (P45)
-- Grain: one file that could be read
-- Parameters: period_start, as_of
SELECT
    s.submission_id,
    s.seq,
    s.team_id,
    s.area_code,
    s.sender,
    s.channel,
    s.received_at,
    g.form_id,
    g.is_nil
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
WHERE g.period_start = :period_start AND s.received_at <= :as_of
ORDER BY s.seq
