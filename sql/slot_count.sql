-- Purpose: how many slots of a kind were frozen before an instant; gives the running number of a report
-- Grain: one row
-- Parameters: kind, as_of
SELECT COUNT(DISTINCT as_of) AS slot_count
FROM edition
WHERE kind = :kind AND as_of < :as_of
