-- Purpose: when each expected unit was first heard of, as known at an instant (P03, P09)
-- Grain: one expected unit
-- Parameters: form_id, period_start, as_of, frame_version
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
        r.submission_id,
        r.unit_code,
        r.has_content,
        (SELECT s.received_at FROM submission AS s WHERE s.submission_id = r.submission_id) AS received_at,
        (
            SELECT d.bin
            FROM disposition AS d
            WHERE
                d.submission_id = r.submission_id
                AND d.row_id = r.row_id
                AND d.decided_at <= :as_of
            ORDER BY d.seq DESC
            LIMIT 1
        ) AS bin
    FROM row_pungut_hitung AS r
    WHERE r.period_start = :period_start
),

heard AS (
    SELECT
        unit_code,
        MIN(CASE WHEN has_content = 1 THEN received_at END) AS first_content_at,
        MAX(CASE WHEN has_content = 1 AND bin = 'held' THEN 1 ELSE 0 END) AS is_held,
        MAX(CASE WHEN has_content = 1 AND bin = 'accepted' THEN 1 ELSE 0 END) AS is_used,
        COUNT(*) AS row_count
    FROM known
    WHERE
        bin <> 'out_of_scope'
        AND received_at <= :as_of
        -- What came before its period opened says nothing about it, unless an officer released it (P24, L26).
        AND (received_at >= :period_start OR bin = 'accepted')
        -- What an officer withdrew was never said (P42); a unit of which nothing else is known has not reported.
        AND NOT EXISTS (
            SELECT 1
            FROM officer_act AS w
            WHERE
                w.act = 'withdraw'
                AND w.subject_kind = 'submission'
                AND w.subject = known.submission_id
                AND w.decided_at <= :as_of
        )
    GROUP BY unit_code
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
