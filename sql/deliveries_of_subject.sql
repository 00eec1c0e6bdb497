-- Purpose: the attempts to deliver one edition or receipt, with what became of them
-- Grain: one attempt
-- Parameters: subject_kind, subject_id
SELECT
    d.delivery_id,
    d.recipient_id,
    d.address,
    d.attempt,
    d.message_id,
    d.sha256,
    d.claimed_at,
    o.outcome,
    o.answer
FROM delivery AS d
LEFT JOIN delivery_outcome AS o ON d.delivery_id = o.delivery_id
WHERE d.subject_kind = :subject_kind AND d.subject_id = :subject_id
ORDER BY d.recipient_id, d.attempt
