-- Purpose: the first issue and all revisions of one slot, with what became of each (P25)
-- Grain: one edition
-- Parameters: kind, period_start, period_end, release_at
SELECT
    e.edition_id,
    e.area_code,
    e.revision,
    p.sha256 AS published_sha256,
    p.at AS published_at,
    r.at AS rejected_at,
    w.at AS withdrawn_at
FROM edition AS e
LEFT JOIN edition_status AS p ON e.edition_id = p.edition_id AND p.status = 'terbit'
LEFT JOIN edition_status AS r ON e.edition_id = r.edition_id AND r.status = 'ditolak'
LEFT JOIN edition_status AS w ON e.edition_id = w.edition_id AND w.status = 'ditarik'
WHERE
    e.kind = :kind
    AND e.period_start = :period_start
    AND e.period_end = :period_end
    AND e.release_at = :release_at
ORDER BY e.area_code, e.revision
