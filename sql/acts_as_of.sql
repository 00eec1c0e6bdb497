-- Purpose: what officers had decided about one period by an instant (P42)
-- Grain: one act, in the order in which they were taken
-- Parameters: period_start, as_of
SELECT
    act_id,
    act,
    subject_kind,
    subject,
    form_id,
    period_start,
    kecamatan_code,
    actor,
    reason,
    detail,
    decided_at
FROM officer_act
WHERE period_start = :period_start AND decided_at <= :as_of
ORDER BY seq
