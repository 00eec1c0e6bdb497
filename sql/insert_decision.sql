-- Purpose: adds an officer's decision about an edition (P38)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO decision (
    edition_id,
    act,
    actor,
    is_agreed,
    reason,
    decided_at,
    sealed_in
)
VALUES (
    :edition_id,
    :act,
    :actor,
    :is_agreed,
    :reason,
    :decided_at,
    :sealed_in
)
