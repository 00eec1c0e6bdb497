-- Purpose: the units of a frame that nobody excused, which must be closed before a report may be final (P27)
-- Grain: one expected report
-- Parameters: period_start, frame_version, as_of
SELECT
    f.form_id,
    f.unit_code
FROM frame AS f
WHERE
    f.period_start = :period_start
    AND f.frame_version = :frame_version
    AND NOT EXISTS (
        SELECT 1
        FROM officer_act AS a
        WHERE
            a.act = 'excuse'
            AND a.subject_kind = 'unit'
            AND a.subject = f.unit_code
            AND a.form_id = f.form_id
            AND a.period_start = f.period_start
            AND a.decided_at <= :as_of
    )
ORDER BY f.form_id, f.unit_code
