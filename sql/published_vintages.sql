-- Purpose: the published editions of one kind about one area, for the record of revisions and for comparisons (P21, P28)
-- Grain: one edition
-- Parameters: kind, area_code, published_by
SELECT
    e.edition_id,
    e.period_start,
    e.period_end,
    e.release_at,
    e.revision
FROM edition AS e
INNER JOIN edition_status AS p ON e.edition_id = p.edition_id AND p.status = 'terbit'
WHERE e.kind = :kind AND e.area_code = :area_code AND p.at <= :published_by
ORDER BY e.period_start, e.release_at, e.revision
