-- Purpose: adds a reader who must be told that an edition was wrong (P26)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO errata_call (
    edition_id,
    recipient_id,
    earlier_edition_id,
    reason,
    called_at,
    sealed_in
)
VALUES (
    :edition_id,
    :recipient_id,
    :earlier_edition_id,
    :reason,
    :called_at,
    :sealed_in
)
