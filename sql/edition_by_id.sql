-- Purpose: one edition
-- Grain: one row or none
-- Parameters: edition_id
SELECT
    edition_id,
    number,
    kind,
    area_code,
    period_start,
    period_end,
    revision,
    as_of,
    release_at,
    code_version,
    config_digest,
    frame_digest,
    ledger_head,
    frame_version,
    terms_digest,
    former_head,
    sealed_in,
    is_final
FROM edition
WHERE edition_id = :edition_id
