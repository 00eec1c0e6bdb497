-- Purpose: lets one writer at a time append to the ledger (PostgreSQL only; SQLite locks with BEGIN IMMEDIATE)
-- Grain: none
-- Parameters: lock: the number that names the lock
SELECT PG_ADVISORY_XACT_LOCK(:lock)
