-- Purpose: adds one event to the ledger (P37)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO ledger (
    seq,
    prev,
    hash,
    at,
    actor,
    event,
    payload
)
VALUES (
    :seq,
    :prev,
    :hash,
    :at,
    :actor,
    :event,
    :payload
)
