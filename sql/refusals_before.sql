-- Purpose: refusals of other editions of one kind and area: of the same period, or not yet printed by a published one (P38, L36)
-- Grain: one refusing decision
-- Parameters: edition_id, kind, area_code, period_start, as_of
SELECT
    d.edition_id,
    d.act,
    d.actor,
    d.is_agreed,
    d.reason,
    d.decided_at
FROM decision AS d
INNER JOIN edition AS e ON d.edition_id = e.edition_id
WHERE
    d.is_agreed = 0
    AND d.edition_id <> :edition_id
    AND d.decided_at <= :as_of
    AND e.kind = :kind
    AND e.area_code = :area_code
    AND (
        e.period_start = :period_start
        OR NOT EXISTS (
            SELECT 1
            FROM edition AS later
            INNER JOIN edition_status AS t ON later.edition_id = t.edition_id
            WHERE
                later.kind = e.kind
                AND later.area_code = e.area_code
                AND later.as_of >= d.decided_at
                AND later.edition_id <> :edition_id
                AND t.status = 'terbit'
                AND t.at <= :as_of
        )
    )
ORDER BY d.seq
