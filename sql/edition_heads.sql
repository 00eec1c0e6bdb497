-- Purpose: the ledger heads that editions print, and where in the order of events they were frozen and issued (L48, P37)
-- Grain: one edition
-- Parameters: none
SELECT
    e.edition_id,
    e.kind,
    e.area_code,
    e.ledger_head,
    e.former_head,
    e.sealed_in,
    s.seq AS issue,
    s.sealed_in AS issued_in
FROM edition AS e
LEFT JOIN edition_status AS s ON e.edition_id = s.edition_id AND s.status = 'terbit'
ORDER BY e.edition_id
