-- Purpose: adds a signed copy of an edition (P39)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO edition_seal (
    edition_id,
    sha256,
    size,
    unsigned_sha256,
    unsigned_len,
    sealer,
    signatures,
    trust_sha256,
    sealed_at,
    sealed_in
)
VALUES (
    :edition_id,
    :sha256,
    :size,
    :unsigned_sha256,
    :unsigned_len,
    :sealer,
    :signatures,
    :trust_sha256,
    :sealed_at,
    :sealed_in
)
