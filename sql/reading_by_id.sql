-- Purpose: what one submission turned out to be
-- Grain: one row or none
-- Parameters: submission_id
SELECT
    outcome,
    message,
    form_id,
    form_version,
    period_start,
    supersedes,
    is_nil,
    row_count,
    read_at
FROM reading
WHERE submission_id = :submission_id
