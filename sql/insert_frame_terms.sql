-- Purpose: adds the terms (thresholds, gates, versions) that one version of a frame is frozen with (P03)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO frame_terms (
    period_start,
    frame_version,
    frozen_at,
    frame_digest,
    terms,
    terms_digest,
    actor,
    reason,
    sealed_in
)
VALUES (
    :period_start,
    :frame_version,
    :frozen_at,
    :frame_digest,
    :terms,
    :terms_digest,
    :actor,
    :reason,
    :sealed_in
)
