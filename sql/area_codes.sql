-- Purpose: the areas that are already known
-- Grain: one area
-- Parameters: none
SELECT DISTINCT code
FROM area
ORDER BY code
