-- Purpose: adds one difference between an edition and the one before it (P25)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO edition_change (
    edition_id,
    subject_key,
    earlier_edition_id,
    before_value,
    after_value,
    cause,
    who,
    changed_at,
    sealed_in
)
VALUES (
    :edition_id,
    :subject_key,
    :earlier_edition_id,
    :before_value,
    :after_value,
    :cause,
    :who,
    :changed_at,
    :sealed_in
)
