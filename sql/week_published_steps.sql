-- Purpose: revisions that came out, and editions that were withdrawn, within a span: what a week tells of its own errors (P25, P26)
-- Grain: one step of one edition
-- Parameters: after, as_of
SELECT
    e.edition_id,
    e.number,
    e.revision,
    e.area_code,
    p.status,
    p.at,
    p.detail
FROM edition_status AS p
INNER JOIN edition AS e ON p.edition_id = e.edition_id
WHERE
    p.at > :after
    AND p.at <= :as_of
    AND (p.status = 'ditarik' OR (p.status = 'terbit' AND e.revision > 0))
ORDER BY p.seq
