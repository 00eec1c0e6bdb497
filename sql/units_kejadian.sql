-- Purpose: whether each kecamatan sent its incident form, as known at an instant (P14)
-- Grain: one kecamatan
-- Parameters: form_id, period_start, as_of, frame_version
WITH heard AS (
    SELECT
        s.area_code,
        MIN(s.received_at) AS received_at,
        MAX(g.is_nil) AS has_nil,
        SUM(g.row_count) AS row_count
    FROM submission AS s
    INNER JOIN reading AS g ON s.submission_id = g.submission_id
    WHERE
        g.form_id = :form_id
        AND g.period_start = :period_start
        AND s.received_at <= :as_of
        -- What came before its period opened says nothing about it (P24, L26).
        AND s.received_at >= g.period_start
        -- What an officer withdrew was never said (P42); a unit of which nothing else is known has not reported.
        AND NOT EXISTS (
            SELECT 1
            FROM officer_act AS w
            WHERE
                w.act = 'withdraw'
                AND w.subject_kind = 'submission'
                AND w.subject = s.submission_id
                AND w.decided_at <= :as_of
        )
        AND (g.is_nil = 1 OR g.row_count > 0)
    GROUP BY s.area_code
)

SELECT
    f.unit_code,
    f.due_at,
    h.received_at,
    COALESCE(h.has_nil, 0) AS has_nil,
    COALESCE(h.row_count, 0) AS row_count
FROM frame AS f
LEFT JOIN heard AS h ON f.unit_code = h.area_code
WHERE f.form_id = :form_id AND f.period_start = :period_start AND f.frame_version = :frame_version
ORDER BY f.unit_code
