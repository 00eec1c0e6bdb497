-- Purpose: the rows already received, with their bins, that new rows must be held against (P11)
-- Grain: one row
-- Parameters: form_id, period_start, as_of
WITH newest AS (
    SELECT
        submission_id,
        row_id,
        bin,
        ROW_NUMBER() OVER (PARTITION BY submission_id, row_id ORDER BY seq DESC) AS age_rank
    FROM disposition
    WHERE form_id = :form_id AND decided_at <= :as_of
)

SELECT
    r.submission_id,
    r.row_id,
    r.unit_code,
    r.content_digest,
    r.has_content,
    r.sheet,
    r.row_number,
    s.team_id,
    s.seq AS submission_seq,
    n.bin
FROM row_kejadian AS r
INNER JOIN newest AS n ON r.submission_id = n.submission_id AND r.row_id = n.row_id
INNER JOIN submission AS s ON r.submission_id = s.submission_id
WHERE n.age_rank = 1 AND r.period_start = :period_start
ORDER BY s.seq, r.row_number, r.row_id
