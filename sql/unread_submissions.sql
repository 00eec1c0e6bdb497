-- Purpose: submissions received by an instant that nobody has read yet; none may be left when an edition is frozen
-- Grain: one submission
-- Parameters: as_of
SELECT s.submission_id
FROM submission AS s
LEFT JOIN reading AS g ON s.submission_id = g.submission_id
WHERE g.submission_id IS NULL AND s.received_at <= :as_of
ORDER BY s.seq
