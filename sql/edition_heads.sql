-- Purpose: the ledger heads that editions carry, which must stay in the chain (L48)
-- Grain: one edition
-- Parameters: none
SELECT
    edition_id,
    ledger_head
FROM edition
ORDER BY edition_id
