-- Purpose: the edition issued or drafted with these bytes
-- Grain: one row or none
-- Parameters: sha256
SELECT
    edition_id,
    status
FROM edition_status
WHERE sha256 = :sha256
ORDER BY seq DESC
LIMIT 1
