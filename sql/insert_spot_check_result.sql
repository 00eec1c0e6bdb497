-- Purpose: adds what a spot check of one unit found (P44)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO spot_check_result (
    period_start,
    form_id,
    unit_code,
    column_name,
    reported,
    recounted,
    actor,
    note,
    checked_at,
    sealed_in
)
VALUES (
    :period_start,
    :form_id,
    :unit_code,
    :column_name,
    :reported,
    :recounted,
    :actor,
    :note,
    :checked_at,
    :sealed_in
)
