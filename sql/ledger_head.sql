-- Purpose: the newest event of the ledger
-- Grain: one row or none
-- Parameters: none
SELECT
    seq,
    hash
FROM ledger
ORDER BY seq DESC
LIMIT 1
