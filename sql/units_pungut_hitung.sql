-- Purpose: when each expected unit was first heard of, as known at an instant (P03, P09)
-- Grain: one expected unit
-- Parameters: form_id, period_start, as_of, frame_version
WITH newest AS (
    SELECT
        submission_id,
        row_id,
        bin,
        ROW_NUMBER() OVER (PARTITION BY submission_id, row_id ORDER BY seq DESC) AS age_rank
    FROM disposition
    WHERE form_id = :form_id AND decided_at <= :as_of
),

heard AS (
    SELECT
        r.unit_code,
        MIN(CASE WHEN r.has_content = 1 THEN s.received_at END) AS first_content_at,
        MAX(CASE WHEN r.has_content = 1 AND n.bin = 'held' THEN 1 ELSE 0 END) AS is_held,
        MAX(CASE WHEN r.has_content = 1 AND n.bin = 'accepted' THEN 1 ELSE 0 END) AS is_used,
        COUNT(*) AS row_count
    FROM row_pungut_hitung AS r
    INNER JOIN newest AS n ON r.submission_id = n.submission_id AND r.row_id = n.row_id
    INNER JOIN submission AS s ON r.submission_id = s.submission_id
    WHERE
        n.age_rank = 1
        AND n.bin <> 'out_of_scope'
        AND r.period_start = :period_start
        AND s.received_at <= :as_of
        -- What came before its period opened says nothing about it, unless an officer released it (P24, L26).
        AND (s.received_at >= r.period_start OR n.bin = 'accepted')
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
    GROUP BY r.unit_code
)

SELECT
    f.unit_code,
    f.area_code,
    f.kecamatan_code,
    f.due_at,
    h.first_content_at,
    COALESCE(h.is_held, 0) AS is_held,
    COALESCE(h.is_used, 0) AS is_used,
    COALESCE(h.row_count, 0) AS row_count
FROM frame AS f
LEFT JOIN heard AS h ON f.unit_code = h.unit_code
WHERE f.form_id = :form_id AND f.period_start = :period_start AND f.frame_version = :frame_version
ORDER BY f.unit_code
