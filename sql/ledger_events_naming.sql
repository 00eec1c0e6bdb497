-- Purpose: the events of one kind whose payload holds a text, in order; the database looks, not the program (P23)
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
