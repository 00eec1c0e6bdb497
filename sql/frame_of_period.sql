-- Purpose: the newest frame of a period that was frozen by an instant (P03)
-- Grain: one row or none
-- Parameters: period_start, as_of
SELECT
    frame_version,
    frame_digest,
    MIN(frozen_at) AS frozen_at,
    MIN(due_at) AS due_at,
    COUNT(*) AS report_count
FROM frame
WHERE period_start = :period_start AND frozen_at <= :as_of
GROUP BY frame_version, frame_digest
ORDER BY frame_version DESC
LIMIT 1
