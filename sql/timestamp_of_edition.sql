-- Purpose: the timestamp of the ledger head that an edition prints, if it came before the edition's figures were computed
-- Grain: one row or none
-- Parameters: edition_id
SELECT
    t.ledger_seq,
    t.authority,
    t.head,
    t.stamped_at
FROM edition AS e
INNER JOIN timestamp_token AS t ON e.ledger_head = t.head
LEFT JOIN edition_status AS s ON e.edition_id = s.edition_id AND s.status = 'dihitung'
WHERE e.edition_id = :edition_id AND (s.sealed_in IS NULL OR t.sealed_in < s.sealed_in)
ORDER BY t.stamped_at, t.authority
LIMIT 1
