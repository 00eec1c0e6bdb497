-- Purpose: the figures of one edition
-- Grain: one figure
-- Parameters: edition_id
SELECT
    figure_key,
    area_code,
    name,
    label,
    unit,
    value,
    k,
    n,
    n_expected,
    denominator,
    lower_bound,
    upper_bound,
    rows_digest,
    cut_off_at,
    status
FROM figure
WHERE edition_id = :edition_id
ORDER BY figure_key
