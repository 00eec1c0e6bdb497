-- Purpose: every timestamp of a ledger head (RFC 3161)
-- Grain: one token
-- Parameters: none
SELECT
    ledger_seq,
    authority,
    head,
    token,
    stamped_at
FROM timestamp_token
ORDER BY ledger_seq, authority
