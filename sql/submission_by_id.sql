-- Purpose: one submission
-- Grain: one row or none
-- Parameters: submission_id
SELECT
    submission_id,
    seq,
    sha256,
    received_at,
    channel,
    sender,
    team_id,
    area_code,
    size,
    name_as_sent,
    claimed_at
FROM submission
WHERE submission_id = :submission_id
