-- Purpose: the findings of one submission
-- Grain: one finding
-- Parameters: submission_id
SELECT
    row_id,
    rule_id,
    severity,
    sheet,
    row_number,
    column_name,
    found,
    expected,
    advice
FROM finding
WHERE submission_id = :submission_id
ORDER BY seq
