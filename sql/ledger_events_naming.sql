-- Purpose: the events of one kind that name something, in order: looked for by the database, so that reading one costs
--   no more as the history grows
-- Grain: one event
-- Parameters: event, part (a LIKE pattern of the payload's canonical JSON)
SELECT
    seq,
    at,
    actor,
    payload
FROM ledger
WHERE
    event = :event
    AND payload LIKE :part
ORDER BY seq
