-- Purpose: all editions with their newest status
-- Grain: one edition
-- Parameters: none
WITH newest AS (
    SELECT
        edition_id,
        status,
        at,
        ROW_NUMBER() OVER (PARTITION BY edition_id ORDER BY seq DESC) AS age_rank
    FROM edition_status
)

SELECT
    e.edition_id,
    e.number,
    e.kind,
    e.area_code,
    e.revision,
    e.as_of,
    n.status,
    n.at
FROM edition AS e
INNER JOIN newest AS n ON e.edition_id = n.edition_id
WHERE n.age_rank = 1
ORDER BY e.as_of, e.area_code, e.revision
