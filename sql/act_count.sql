-- Purpose: how many acts officers have taken; gives the running number of the next
-- Grain: one row
-- Parameters: none
SELECT COUNT(*) AS act_count
FROM officer_act
