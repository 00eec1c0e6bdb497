-- Purpose: the submissions about a period that had come by an instant, with what their senders' clocks said (P24)
-- Grain: one submission
-- Parameters: period_start, as_of
SELECT
    s.submission_id,
    s.sha256,
    s.received_at,
    s.channel,
    s.sender,
    s.team_id,
    s.size,
    s.name_as_sent,
    s.claimed_at,
    g.form_id,
    g.period_start,
    g.supersedes,
    g.is_nil
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
WHERE g.period_start = :period_start AND s.received_at <= :as_of
ORDER BY s.seq
