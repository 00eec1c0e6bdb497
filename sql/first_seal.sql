-- Purpose: the first event that sealed rows, after which no row may be without its transaction
-- Grain: one row or none
-- Parameters: none
SELECT seq
FROM ledger
WHERE event IN ('transaction_sealed', 'legacy_sealed')
ORDER BY seq
LIMIT 1
