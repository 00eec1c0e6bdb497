-- Purpose: judged submissions whose sender was not told yet, so that an outage of the mail server delays answers, never loses them
-- Grain: one submission
-- Parameters: max_attempts
SELECT s.submission_id
FROM submission AS s
INNER JOIN reading AS g ON s.submission_id = g.submission_id
LEFT JOIN delivery AS d ON d.subject_kind = 'receipt' AND s.submission_id = d.subject_id
LEFT JOIN delivery_outcome AS o ON d.delivery_id = o.delivery_id
WHERE s.channel NOT IN ('cli', 'petugas') AND (s.team_id IS NOT NULL OR s.sender LIKE '%@%')
GROUP BY s.submission_id, s.seq
HAVING
    SUM(CASE WHEN o.outcome IN ('accepted', 'uncertain') THEN 1 ELSE 0 END) = 0
    AND COUNT(d.delivery_id) < :max_attempts
ORDER BY s.seq
