-- Purpose: submissions as received, without what is in them
-- Grain: one submission
-- Parameters: submission_ids
SELECT
    submission_id,
    sha256,
    received_at,
    channel,
    sender,
    team_id,
    size,
    name_as_sent
FROM submission
WHERE submission_id IN :submission_ids
ORDER BY received_at, seq
