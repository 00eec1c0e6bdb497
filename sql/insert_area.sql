-- Purpose: adds an area with its official code
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO area (
    code,
    name,
    level,
    parent_code,
    valid_from,
    sealed_in
)
VALUES (
    :code,
    :name,
    :level,
    :parent_code,
    :valid_from,
    :sealed_in
)
