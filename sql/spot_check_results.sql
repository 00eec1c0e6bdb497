-- Purpose: what spot checks found, as known at an instant; of one unit and column the newest counts (P44)
-- Grain: one unit and column
-- Parameters: form_id, period_start, as_of
SELECT
    r.unit_code,
    r.column_name,
    r.reported,
    r.recounted,
    r.actor,
    r.note,
    r.checked_at
FROM spot_check_result AS r
WHERE
    r.form_id = :form_id
    AND r.period_start = :period_start
    AND r.checked_at <= :as_of
    AND NOT EXISTS (
        SELECT 1
        FROM spot_check_result AS newer
        WHERE
            newer.form_id = r.form_id
            AND newer.period_start = r.period_start
            AND newer.unit_code = r.unit_code
            AND newer.column_name = r.column_name
            AND newer.seq > r.seq
            AND newer.checked_at <= :as_of
    )
ORDER BY r.unit_code, r.column_name
