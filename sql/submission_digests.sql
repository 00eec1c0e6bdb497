-- Purpose: the digests of all files that senders sent
-- Grain: one digest
-- Parameters: none
SELECT DISTINCT sha256
FROM submission
ORDER BY sha256
