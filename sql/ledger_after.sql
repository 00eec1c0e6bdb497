-- Purpose: the ledger after an event, in order, as its chain is checked (P37)
-- Grain: one event
-- Parameters: since: the sequence number of the event before the first one
SELECT
    seq,
    prev,
    hash,
    at,
    actor,
    event,
    payload
FROM ledger
WHERE seq > :since
ORDER BY seq
