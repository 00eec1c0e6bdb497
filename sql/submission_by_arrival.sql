-- Purpose: the submission made of one arrival, if it was already taken in
-- Grain: one row or none
-- Parameters: arrival_key
SELECT submission_id
FROM submission
WHERE arrival_key = :arrival_key
