-- Purpose: adds an edition when its cut-off is frozen
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO edition (
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
    is_final,
    sealed_in
)
VALUES (
    :edition_id,
    :number,
    :kind,
    :area_code,
    :period_start,
    :period_end,
    :revision,
    :as_of,
    :release_at,
    :code_version,
    :config_digest,
    :frame_digest,
    :ledger_head,
    :frame_version,
    :terms_digest,
    :former_head,
    :is_final,
    :sealed_in
)
