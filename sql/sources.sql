-- Purpose: the files received for a period, as known at an instant, with their rows by bin; since it opened, also those of no period
-- Grain: one file and bin (bin is null for a file without rows)
-- Parameters: period_start, as_of
WITH files AS MATERIALIZED (
    SELECT g.submission_id
    FROM reading AS g
    WHERE g.period_start = :period_start
    UNION
    SELECT s.submission_id
    FROM submission AS s
    INNER JOIN reading AS g ON s.submission_id = g.submission_id
    WHERE s.received_at >= :period_start AND s.received_at <= :as_of AND g.period_start IS NULL
),

-- From the files to the bins of their rows, by index: what this costs does not grow with the history. SQLite keeps the order of
-- a cross join; left to itself it would read all dispositions.
newest AS (
    SELECT
        d.submission_id,
        d.row_id,
        d.bin,
        ROW_NUMBER() OVER (PARTITION BY d.submission_id, d.row_id ORDER BY d.seq DESC) AS age_rank
    FROM files AS w
    CROSS JOIN disposition AS d
    WHERE w.submission_id = d.submission_id AND d.decided_at <= :as_of
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
FROM files AS w
INNER JOIN submission AS s ON w.submission_id = s.submission_id
INNER JOIN reading AS g ON w.submission_id = g.submission_id
LEFT JOIN newest AS n ON w.submission_id = n.submission_id AND n.age_rank = 1
WHERE s.received_at <= :as_of
GROUP BY s.submission_id, s.seq, s.sha256, s.team_id, s.area_code, s.received_at, g.form_id, g.outcome, g.is_nil, n.bin
ORDER BY s.seq, n.bin
