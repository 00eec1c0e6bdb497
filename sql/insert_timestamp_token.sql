-- Purpose: adds the token of an authority that saw a head of the ledger (P37)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO timestamp_token (
    ledger_seq,
    authority,
    head,
    token,
    stamped_at,
    sealed_in
)
VALUES (
    :ledger_seq,
    :authority,
    :head,
    :token,
    :stamped_at,
    :sealed_in
)
