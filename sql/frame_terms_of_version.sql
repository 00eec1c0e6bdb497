-- Purpose: the terms that one version of a frame was frozen with (P22)
-- Grain: one row or none
-- Parameters: period_start, frame_version
SELECT
    terms,
    terms_digest
FROM frame_terms
WHERE period_start = :period_start AND frame_version = :frame_version
