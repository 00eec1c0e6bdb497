-- Purpose: rows that were held within a span although an edition about their period had counted them and was out (P42)
-- Grain: one file, form and deciding hand, with the number of its rows
-- Parameters: after, as_of
WITH held AS MATERIALIZED (
    SELECT
        d.seq,
        d.submission_id,
        d.row_id,
        d.form_id,
        d.reason,
        d.actor,
        d.decided_at
    FROM disposition AS d
    WHERE
        d.bin = 'held'
        AND d.decided_at > :after
        AND d.decided_at <= :as_of
        AND (
            SELECT o.bin
            FROM disposition AS o
            WHERE o.submission_id = d.submission_id AND o.row_id = d.row_id AND o.seq < d.seq
            ORDER BY o.seq DESC
            LIMIT 1
        ) = 'accepted'
)

SELECT
    h.submission_id,
    h.form_id,
    h.actor,
    s.area_code,
    MIN(h.reason) AS reason,
    MIN(h.decided_at) AS decided_at,
    COUNT(*) AS row_count
FROM held AS h
INNER JOIN submission AS s ON h.submission_id = s.submission_id
INNER JOIN reading AS g ON h.submission_id = g.submission_id
WHERE
    EXISTS (
        SELECT 1
        FROM edition AS e
        INNER JOIN edition_status AS p ON e.edition_id = p.edition_id AND p.status = 'terbit'
        WHERE e.period_start = g.period_start AND e.as_of >= s.received_at AND p.at <= h.decided_at
    )
GROUP BY h.submission_id, h.form_id, h.actor, s.area_code
ORDER BY MIN(h.decided_at), h.submission_id, h.form_id, h.actor
