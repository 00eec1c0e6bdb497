-- Purpose: who sent what an edition uses, as known at an instant; none of them may verify or approve it (P38)
-- Grain: one sender and area
-- Parameters: period_start, as_of
SELECT DISTINCT
    s.sender,
    s.area_code
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
WHERE
    g.period_start = :period_start
    AND s.received_at <= :as_of
    AND (
        g.is_nil = 1
        OR EXISTS (
            SELECT 1
            FROM disposition AS d
            WHERE
                d.submission_id = s.submission_id
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
        )
    )
ORDER BY s.sender, s.area_code
