-- Purpose: puts a row into a bin from an instant on; the newest disposition counts
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO disposition (
    submission_id,
    row_id,
    form_id,
    bin,
    reason,
    actor,
    decided_at,
    sealed_in
)
VALUES (
    :submission_id,
    :row_id,
    :form_id,
    :bin,
    :reason,
    :actor,
    :decided_at,
    :sealed_in
)
