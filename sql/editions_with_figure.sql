-- Purpose: the editions that carry one figure, the newest cut-off last (P41)
-- Grain: one edition
-- Parameters: figure_key
SELECT e.edition_id
FROM figure AS f
INNER JOIN edition AS e ON f.edition_id = e.edition_id
WHERE f.figure_key = :figure_key
ORDER BY e.as_of, e.revision, e.area_code
