-- Purpose: adds one act of an officer about rows, submissions, units or editions (P42)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO officer_act (
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
    decided_at,
    sealed_in
)
VALUES (
    :act_id,
    :act,
    :subject_kind,
    :subject,
    :form_id,
    :period_start,
    :kecamatan_code,
    :actor,
    :reason,
    :detail,
    :decided_at,
    :sealed_in
)
