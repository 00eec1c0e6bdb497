-- Purpose: what officers decided about one row, submission, unit or edition; the last one tells a repetition
-- Grain: one act, in the order in which they were taken
-- Parameters: subject_kind, subject
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
WHERE subject_kind = :subject_kind AND subject = :subject
ORDER BY seq
