-- Purpose: the submissions that officers withdrew, for who judges himself whether that was known (P34, P42)
-- Grain: one withdrawn submission
-- Parameters: none
SELECT
    subject,
    MIN(decided_at) AS decided_at
FROM officer_act
WHERE act = 'withdraw' AND subject_kind = 'submission'
GROUP BY subject
ORDER BY subject
