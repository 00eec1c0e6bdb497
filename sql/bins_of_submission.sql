-- Purpose: the bins that the rows of one submission are in now
-- Grain: one bin
-- Parameters: submission_id
WITH newest AS (
    SELECT
        row_id,
        bin,
        ROW_NUMBER() OVER (PARTITION BY row_id ORDER BY seq DESC) AS age_rank
    FROM disposition
    WHERE submission_id = :submission_id
)

SELECT
    bin,
    COUNT(*) AS row_count
FROM newest
WHERE age_rank = 1
GROUP BY bin
ORDER BY bin
