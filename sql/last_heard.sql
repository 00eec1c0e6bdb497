-- Purpose: when each team was last heard of, by whatever it sent, as known at an instant (P10)
-- Grain: one team
-- Parameters: as_of
SELECT
    s.team_id,
    MAX(s.received_at) AS last_heard_at
FROM submission AS s
WHERE s.team_id IS NOT NULL AND s.received_at <= :as_of
GROUP BY s.team_id
ORDER BY s.team_id
