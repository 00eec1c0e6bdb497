-- Purpose: the whole ledger in order
-- Grain: one event
-- Parameters: none
SELECT
    seq,
    prev,
    hash,
    at,
    actor,
    event,
    payload
FROM ledger
ORDER BY seq
