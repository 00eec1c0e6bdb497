-- Purpose: adds what an audit of a finished PDF found (P46, P48)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO edition_audit (
    edition_id,
    step,
    sha256,
    is_passed,
    properties,
    discrepancies,
    audited_at,
    sealed_in
)
VALUES (
    :edition_id,
    :step,
    :sha256,
    :is_passed,
    :properties,
    :discrepancies,
    :audited_at,
    :sealed_in
)
