-- Purpose: whether one unit owes one form in a frozen frame (P03)
-- Grain: one expected report or none
-- Parameters: period_start, frame_version, form_id, unit_code
SELECT
    unit_code,
    area_code,
    kecamatan_code,
    due_at
FROM frame
WHERE
    period_start = :period_start
    AND frame_version = :frame_version
    AND form_id = :form_id
    AND unit_code = :unit_code
