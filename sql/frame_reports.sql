-- Purpose: the expected reports of one frame
-- Grain: one expected report
-- Parameters: period_start, frame_version
SELECT
    form_id,
    unit_code,
    area_code,
    kecamatan_code,
    period_start,
    period_end,
    due_at
FROM frame
WHERE period_start = :period_start AND frame_version = :frame_version
ORDER BY form_id, unit_code
