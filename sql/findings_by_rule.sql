-- Purpose: how many rows broke which rule of one form, as known at an instant
-- Grain: one rule and kecamatan
-- Parameters: period_start, as_of
WITH placed AS MATERIALIZED (
    SELECT
        submission_id,
        row_id,
        kecamatan_code
    FROM row_form
    WHERE period_start = :period_start
),

-- From the files of the period to their findings, by index: what this costs does not grow with the history.
files AS MATERIALIZED (
    SELECT submission_id
    FROM reading
    WHERE period_start = :period_start
),

found AS MATERIALIZED (
    SELECT
        f.submission_id,
        f.row_id,
        f.rule_id
    FROM files AS w
    INNER JOIN finding AS f ON w.submission_id = f.submission_id
    WHERE f.found_at <= :as_of
)

SELECT
    e.rule_id,
    p.kecamatan_code,
    COUNT(DISTINCT e.row_id) AS row_count
FROM found AS e
INNER JOIN placed AS p ON e.submission_id = p.submission_id AND e.row_id = p.row_id
GROUP BY e.rule_id, p.kecamatan_code
ORDER BY e.rule_id, p.kecamatan_code
