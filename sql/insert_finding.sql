-- Purpose: adds a finding
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO finding (
    submission_id,
    row_id,
    rule_id,
    rules_version,
    severity,
    sheet,
    row_number,
    column_name,
    found,
    expected,
    advice,
    found_at,
    sealed_in
)
VALUES (
    :submission_id,
    :row_id,
    :rule_id,
    :rules_version,
    :severity,
    :sheet,
    :row_number,
    :column_name,
    :found,
    :expected,
    :advice,
    :found_at,
    :sealed_in
)
