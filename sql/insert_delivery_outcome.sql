-- Purpose: adds what became of an attempt
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO delivery_outcome (
    delivery_id,
    outcome,
    answer,
    at,
    sealed_in
)
VALUES (
    :delivery_id,
    :outcome,
    :answer,
    :at,
    :sealed_in
)
