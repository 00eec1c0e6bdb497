-- Purpose: adds one expected report to a frame that is being frozen (P03)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO frame (
    frame_version,
    form_id,
    period_start,
    unit_code,
    period_end,
    area_code,
    kecamatan_code,
    due_at,
    frozen_at,
    frame_digest,
    sealed_in
)
VALUES (
    :frame_version,
    :form_id,
    :period_start,
    :unit_code,
    :period_end,
    :area_code,
    :kecamatan_code,
    :due_at,
    :frozen_at,
    :frame_digest,
    :sealed_in
)
