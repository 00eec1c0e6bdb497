-- Purpose: who sent anything about a unit in a period, and so may not be the one who checks it (P38, P44)
-- Grain: one sender
-- Parameters: period_start, unit_code
SELECT DISTINCT
    s.sender,
    s.team_id
FROM row_form AS r
INNER JOIN submission AS s ON r.submission_id = s.submission_id
WHERE r.period_start = :period_start AND r.unit_code = :unit_code
ORDER BY s.sender
