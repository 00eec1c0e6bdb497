-- Purpose: the decisions about one edition
-- Grain: one decision
-- Parameters: edition_id
SELECT
    act,
    actor,
    is_agreed,
    reason,
    decided_at
FROM decision
WHERE edition_id = :edition_id
ORDER BY seq
