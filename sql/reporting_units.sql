-- Purpose: the expected units of a form that had reported anything by an instant: what a spot check is drawn from (P44)
-- Grain: one unit
-- Parameters: form_id, period_start, as_of, frame_version
SELECT
    f.unit_code,
    f.kecamatan_code
FROM frame AS f
WHERE
    f.form_id = :form_id
    AND f.period_start = :period_start
    AND f.frame_version = :frame_version
    AND EXISTS (
        SELECT 1
        FROM row_form AS r
        INNER JOIN submission AS s ON r.submission_id = s.submission_id
        INNER JOIN disposition AS d ON r.submission_id = d.submission_id AND r.row_id = d.row_id
        WHERE
            r.unit_code = f.unit_code
            AND r.period_start = f.period_start
            AND r.has_content = 1
            AND s.received_at <= :as_of
            AND d.decided_at <= :as_of
            AND d.bin <> 'out_of_scope'
            AND NOT EXISTS (
                SELECT 1
                FROM disposition AS newer
                WHERE
                    newer.submission_id = d.submission_id
                    AND newer.row_id = d.row_id
                    AND newer.seq > d.seq
                    AND newer.decided_at <= :as_of
            )
    )
ORDER BY f.unit_code
