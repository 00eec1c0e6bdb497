-- Purpose: adds a unit drawn for a spot check (P44)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO spot_check (
    period_start,
    form_id,
    unit_code,
    seed_digest,
    drawn_at,
    sealed_in
)
VALUES (
    :period_start,
    :form_id,
    :unit_code,
    :seed_digest,
    :drawn_at,
    :sealed_in
)
