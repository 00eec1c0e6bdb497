-- Purpose: where in the ledger a head stands of which somebody has only the printed beginning (P37, L48)
-- Grain: one row or none
-- Parameters: beginning: the first digits of the hash
SELECT seq
FROM ledger
WHERE SUBSTR(hash, 1, LENGTH(:beginning)) = :beginning
ORDER BY seq
LIMIT 1
