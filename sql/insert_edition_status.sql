-- Purpose: adds a step in the life of an edition
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO edition_status (
    edition_id,
    status,
    at,
    sha256,
    detail,
    sealed_in
)
VALUES (
    :edition_id,
    :status,
    :at,
    :sha256,
    :detail,
    :sealed_in
)
