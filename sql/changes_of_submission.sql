-- Purpose: the cells that one submission changed of the one that it corrects
-- Grain: one cell of one row
-- Parameters: submission_id
SELECT
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
    changed_at
FROM row_change
WHERE submission_id = :submission_id
ORDER BY seq
