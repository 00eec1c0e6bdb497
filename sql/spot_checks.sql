-- Purpose: the units drawn for spot checks of a form and period, as known at an instant (P44)
-- Grain: one unit
-- Parameters: form_id, period_start, as_of
SELECT
    unit_code,
    seed_digest,
    drawn_at
FROM spot_check
WHERE form_id = :form_id AND period_start = :period_start AND drawn_at <= :as_of
ORDER BY unit_code
