-- Purpose: every version of the terms of a period's frame that was frozen by an instant (P03)
-- Grain: one version
-- Parameters: period_start, as_of
SELECT
    period_start,
    frame_version,
    frozen_at,
    frame_digest,
    terms,
    terms_digest,
    actor,
    reason
FROM frame_terms
WHERE period_start = :period_start AND frozen_at <= :as_of
ORDER BY frame_version
