-- Purpose: the published figures of KPU or Bawaslu about one period that were entered by an instant (P19)
-- Grain: one entry, in the order in which they were entered; the newest about one area, indicator and office counts
-- Parameters: period_start, as_of
SELECT
    seq,
    area_code,
    indicator,
    value,
    office,
    document,
    published_at,
    explanation,
    actor,
    entered_at
FROM official_figure
WHERE period_start = :period_start AND entered_at <= :as_of
ORDER BY seq
