-- Purpose: the units of one form whose content was accepted, as known at an instant (P27)
-- Grain: one unit
-- Parameters: form_id, period_start, as_of
SELECT DISTINCT r.unit_code
FROM row_form AS r
INNER JOIN disposition AS d ON r.submission_id = d.submission_id AND r.row_id = d.row_id
WHERE
    r.period_start = :period_start
    AND r.has_content = 1
    AND d.form_id = :form_id
    AND d.bin = 'accepted'
    AND d.decided_at <= :as_of
    AND NOT EXISTS (
        SELECT 1
        FROM disposition AS newer
        WHERE
            newer.submission_id = d.submission_id
            AND newer.row_id = d.row_id
            AND newer.seq > d.seq
            AND newer.decided_at <= :as_of
    )
ORDER BY r.unit_code
