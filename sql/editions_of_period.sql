-- Purpose: the editions about periods that start at one instant, in the order of their cut-offs (P41)
-- Grain: one edition
-- Parameters: period_start
SELECT edition_id
FROM edition
WHERE period_start = :period_start
ORDER BY as_of, area_code, revision
