-- Purpose: the events of one kind, in order
-- Grain: one event
-- Parameters: event
SELECT
    seq,
    at,
    actor,
    payload
FROM ledger
WHERE event = :event
ORDER BY seq
