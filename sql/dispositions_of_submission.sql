-- Purpose: the bin that each row of one submission is in now, and why; whether the row says anything at all
-- Grain: one row
-- Parameters: submission_id
WITH newest AS (
    SELECT
        row_id,
        bin,
        reason,
        ROW_NUMBER() OVER (PARTITION BY row_id ORDER BY seq DESC) AS age_rank
    FROM disposition
    WHERE submission_id = :submission_id
)

SELECT
    n.row_id,
    n.bin,
    n.reason,
    r.has_content
FROM newest AS n
INNER JOIN row_form AS r ON n.row_id = r.row_id
WHERE n.age_rank = 1 AND r.submission_id = :submission_id
ORDER BY n.row_id
