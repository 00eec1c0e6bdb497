-- Purpose: how many rows broke which rule, as known at an instant
-- Grain: one rule and kecamatan
-- Parameters: period_start, as_of
SELECT
    f.rule_id,
    r.kecamatan_code,
    COUNT(DISTINCT f.row_id) AS row_count
FROM finding AS f
INNER JOIN row_pungut_hitung AS r ON f.submission_id = r.submission_id AND f.row_id = r.row_id
WHERE r.period_start = :period_start AND f.found_at <= :as_of
GROUP BY f.rule_id, r.kecamatan_code
ORDER BY f.rule_id, r.kecamatan_code
