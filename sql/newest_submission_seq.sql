-- Purpose: the highest submission number given out
-- Grain: one row
-- Parameters: none
SELECT COALESCE(MAX(seq), 0) AS seq
FROM submission
