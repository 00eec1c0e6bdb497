-- Purpose: the latest time of any event: receipts of a demonstration may name an instant that is not the newest entry's
-- Grain: one row
-- Parameters: none
SELECT MAX(at) AS latest_at
FROM ledger
