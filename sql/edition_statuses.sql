-- Purpose: the steps in the life of one edition
-- Grain: one step
-- Parameters: edition_id
SELECT
    status,
    at,
    sha256,
    detail
FROM edition_status
WHERE edition_id = :edition_id
ORDER BY seq
