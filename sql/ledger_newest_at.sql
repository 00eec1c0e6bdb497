-- Purpose: the time of the newest event, behind which the desk's clock may not go
-- Grain: one row or none
-- Parameters: none
SELECT
    seq,
    at
FROM ledger
ORDER BY seq DESC
LIMIT 1
