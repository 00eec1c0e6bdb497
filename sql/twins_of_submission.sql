-- Purpose: the other submissions of the same team whose accepted or held rows say the same as rows of this one
-- Grain: one submission; the one with the most such rows first
-- Parameters: submission_id
SELECT
    other.submission_id,
    COUNT(*) AS row_count
FROM row_form AS mine
INNER JOIN submission AS s ON mine.submission_id = s.submission_id
INNER JOIN row_form AS other
    ON
        mine.unit_code = other.unit_code
        AND mine.period_start = other.period_start
        AND mine.content_digest = other.content_digest
        AND mine.submission_id <> other.submission_id
INNER JOIN submission AS t ON other.submission_id = t.submission_id AND s.team_id = t.team_id
INNER JOIN disposition AS d ON other.submission_id = d.submission_id AND other.row_id = d.row_id
WHERE
    mine.submission_id = :submission_id
    AND d.bin IN ('accepted', 'held')
    AND NOT EXISTS (
        SELECT 1
        FROM disposition AS newer
        WHERE
            newer.submission_id = d.submission_id
            AND newer.row_id = d.row_id
            AND newer.seq > d.seq
    )
GROUP BY other.submission_id
ORDER BY row_count DESC, other.submission_id DESC
