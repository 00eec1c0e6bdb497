-- Purpose: the units of a period about which something was received by an instant; none of them can leave the frame (L23)
-- Grain: one unit
-- Parameters: period_start, as_of
SELECT DISTINCT r.unit_code
FROM row_form AS r
INNER JOIN submission AS s ON r.submission_id = s.submission_id
WHERE r.period_start = :period_start AND r.has_content = 1 AND s.received_at <= :as_of
ORDER BY r.unit_code
