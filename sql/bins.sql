-- Purpose: how many rows are in which bin as known at an instant (P01)
-- Grain: one area and bin, apart for rows without content
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
    r.area_code,
    r.kecamatan_code,
    n.bin,
    r.has_content,
    COUNT(*) AS row_count
FROM row_form AS r
INNER JOIN newest AS n ON r.submission_id = n.submission_id AND r.row_id = n.row_id
WHERE n.age_rank = 1 AND r.period_start = :period_start
GROUP BY r.area_code, r.kecamatan_code, n.bin, r.has_content
ORDER BY r.area_code, n.bin, r.has_content
