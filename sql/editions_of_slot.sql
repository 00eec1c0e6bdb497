-- Purpose: the editions of one slot
-- Grain: one edition
-- Parameters: kind, as_of
SELECT edition_id
FROM edition
WHERE kind = :kind AND as_of = :as_of
ORDER BY area_code, revision
