-- Purpose: how many messages of each kind were accepted by the mail server, refused, or have an unknown fate
-- Grain: one kind and outcome
-- Parameters: none
SELECT
    d.subject_kind,
    COALESCE(o.outcome, 'tidak diketahui') AS outcome,
    COUNT(*) AS message_count
FROM delivery AS d
LEFT JOIN delivery_outcome AS o ON d.delivery_id = o.delivery_id
GROUP BY d.subject_kind, COALESCE(o.outcome, 'tidak diketahui')
ORDER BY d.subject_kind, outcome
