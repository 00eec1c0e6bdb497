-- Purpose: the ledger head that the newest issued edition of a kind and area prints, for the next one to repeat (P37)
-- Grain: one row or none
-- Parameters: kind, area_code
SELECT
    e.edition_id,
    e.ledger_head
FROM edition AS e
INNER JOIN edition_status AS s ON e.edition_id = s.edition_id AND s.status = 'terbit'
WHERE e.kind = :kind AND e.area_code = :area_code
ORDER BY s.seq DESC
LIMIT 1
