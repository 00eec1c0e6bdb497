-- Purpose: adds what a received file turned out to be
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO reading (
    submission_id,
    outcome,
    message,
    form_id,
    form_version,
    period_start,
    supersedes,
    is_nil,
    row_count,
    rules_version,
    read_at,
    sealed_in
)
VALUES (
    :submission_id,
    :outcome,
    :message,
    :form_id,
    :form_version,
    :period_start,
    :supersedes,
    :is_nil,
    :row_count,
    :rules_version,
    :read_at,
    :sealed_in
)
