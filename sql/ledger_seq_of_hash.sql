-- Purpose: where in the ledger a printed head stands (P37, L48)
-- Grain: one row or none
-- Parameters: hash
SELECT seq
FROM ledger
WHERE hash = :hash
