-- Purpose: the change table of one edition (P25)
-- Grain: one difference
-- Parameters: edition_id
SELECT
    subject_key,
    earlier_edition_id,
    before_value,
    after_value,
    cause,
    who,
    changed_at
FROM edition_change
WHERE edition_id = :edition_id
ORDER BY subject_key
