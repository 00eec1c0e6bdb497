-- Purpose: the first issues of one slot, whose cut-off is the slot's own; vintages_of_slot has the revisions too
-- Grain: one edition
-- Parameters: kind, as_of
SELECT edition_id
FROM edition
WHERE kind = :kind AND revision = 0 AND as_of = :as_of
ORDER BY area_code
