-- Purpose: the signed copies of one edition, the oldest first (P39)
-- Grain: one signed copy
-- Parameters: edition_id
SELECT
    edition_id,
    sha256,
    size,
    unsigned_sha256,
    unsigned_len,
    sealer,
    signatures,
    trust_sha256,
    sealed_at
FROM edition_seal
WHERE edition_id = :edition_id
ORDER BY seq
