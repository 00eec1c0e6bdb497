-- Purpose: adds one cell that a declared correction changed
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO row_change (
    submission_id,
    row_id,
    earlier_submission_id,
    earlier_row_id,
    form_id,
    unit_code,
    item_code,
    column_name,
    before_state,
    before_value,
    after_state,
    after_value,
    changed_at,
    sealed_in
)
VALUES (
    :submission_id,
    :row_id,
    :earlier_submission_id,
    :earlier_row_id,
    :form_id,
    :unit_code,
    :item_code,
    :column_name,
    :before_state,
    :before_value,
    :after_state,
    :after_value,
    :changed_at,
    :sealed_in
)
