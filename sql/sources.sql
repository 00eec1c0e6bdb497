-- Purpose: the files received for a period, as known at an instant, with their rows by bin
-- Grain: one file and bin (bin is null for a file without rows)
-- Parameters: period_start, as_of
WITH newest AS (
    SELECT
        submission_id,
        row_id,
        bin,
        ROW_NUMBER() OVER (PARTITION BY submission_id, row_id ORDER BY seq DESC) AS age_rank
    FROM disposition
    WHERE decided_at <= :as_of
)

SELECT
    s.submission_id,
    s.seq,
    s.sha256,
    s.team_id,
    s.area_code,
    s.received_at,
    g.form_id,
    g.outcome,
    g.is_nil,
    n.bin,
    COUNT(n.row_id) AS row_count
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
LEFT JOIN newest AS n ON s.submission_id = n.submission_id AND n.age_rank = 1
WHERE s.received_at <= :as_of AND (g.period_start = :period_start OR g.period_start IS NULL)
GROUP BY s.submission_id, s.seq, s.sha256, s.team_id, s.area_code, s.received_at, g.form_id, g.outcome, g.is_nil, n.bin
ORDER BY s.seq, n.bin
