-- Purpose: what was issued or refused about one area within a span of time, for the list of vintages of a final report (P25, P26, P38)
-- Grain: one edition
-- Parameters: area_code, span_start, span_end, known_by
SELECT
    e.edition_id,
    p.sha256 AS published_sha256,
    p.at AS published_at,
    r.at AS rejected_at,
    w.at AS withdrawn_at
FROM edition AS e
LEFT JOIN edition_status AS p ON e.edition_id = p.edition_id AND p.status = 'terbit' AND p.at <= :known_by
LEFT JOIN edition_status AS r ON e.edition_id = r.edition_id AND r.status = 'ditolak' AND r.at <= :known_by
LEFT JOIN edition_status AS w ON e.edition_id = w.edition_id AND w.status = 'ditarik' AND w.at <= :known_by
WHERE
    e.area_code = :area_code
    AND e.period_start >= :span_start
    AND e.period_end <= :span_end
    AND (p.at IS NOT NULL OR r.at IS NOT NULL)
ORDER BY e.release_at, e.kind, e.revision, e.edition_id
