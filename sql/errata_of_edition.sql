-- Purpose: the readers who must be told that an edition was wrong, by the edition that is right or the wrong one (P26)
-- Grain: one reader
-- Parameters: edition_id
SELECT
    edition_id,
    recipient_id,
    earlier_edition_id,
    reason,
    called_at
FROM errata_call
WHERE edition_id = :edition_id OR earlier_edition_id = :edition_id
ORDER BY edition_id, recipient_id
