-- Purpose: held rows of one form as known at an instant, with every finding that holds them
-- Grain: one finding of a held row, or the row itself if none of its findings holds it (a stranger's, an officer's hold)
-- Parameters: form_id, period_start, as_of
WITH newest AS (
    SELECT
        submission_id,
        row_id,
        bin,
        reason,
        ROW_NUMBER() OVER (PARTITION BY submission_id, row_id ORDER BY seq DESC) AS age_rank
    FROM disposition
    WHERE form_id = :form_id AND decided_at <= :as_of
)

SELECT
    r.submission_id,
    r.row_id,
    r.unit_code,
    r.area_code,
    r.kecamatan_code,
    r.sheet,
    r.row_number,
    s.sha256,
    n.reason,
    f.rule_id,
    f.column_name,
    f.found,
    f.expected
FROM row_form AS r
INNER JOIN newest AS n ON r.submission_id = n.submission_id AND r.row_id = n.row_id
INNER JOIN submission AS s ON r.submission_id = s.submission_id
LEFT JOIN finding AS f
    ON
        r.submission_id = f.submission_id
        AND r.row_id = f.row_id
        AND f.severity = 'E'
        AND f.found_at <= :as_of
WHERE
    n.age_rank = 1
    AND n.bin = 'held'
    AND r.period_start = :period_start
ORDER BY r.kecamatan_code, r.unit_code, r.submission_id, r.row_id, f.seq
