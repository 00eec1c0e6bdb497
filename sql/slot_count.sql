-- Purpose: how many slots of a kind were frozen before an instant; gives the running number of a report. Revisions keep theirs
-- Grain: one row
-- Parameters: kind, as_of
SELECT COUNT(DISTINCT as_of) AS slot_count
FROM edition
WHERE kind = :kind AND revision = 0 AND as_of < :as_of
