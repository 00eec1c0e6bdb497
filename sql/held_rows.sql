-- Purpose: held rows of one form as known at an instant, with every finding that holds them
-- Grain: one finding of a held row, or the row itself if none of its findings holds it (a stranger's, an officer's hold)
-- Parameters: period_start, as_of
-- The newest disposition is asked row by row, of the rows of the period alone: what this costs does not grow with the history.
WITH known AS MATERIALIZED (
    SELECT
        r.submission_id,
        r.row_id,
        r.unit_code,
        r.area_code,
        r.kecamatan_code,
        r.sheet,
        r.row_number,
        (SELECT s.sha256 FROM submission AS s WHERE s.submission_id = r.submission_id) AS sha256,
        (
            SELECT d.bin
            FROM disposition AS d
            WHERE
                d.submission_id = r.submission_id
                AND d.row_id = r.row_id
                AND d.decided_at <= :as_of
            ORDER BY d.seq DESC
            LIMIT 1
        ) AS bin
    FROM row_form AS r
    WHERE r.period_start = :period_start
),

held AS MATERIALIZED (
    SELECT
        k.*,
        (
            SELECT d.reason
            FROM disposition AS d
            WHERE
                d.submission_id = k.submission_id
                AND d.row_id = k.row_id
                AND d.decided_at <= :as_of
            ORDER BY d.seq DESC
            LIMIT 1
        ) AS reason
    FROM known AS k
    WHERE k.bin = 'held'
),

files AS MATERIALIZED (
    SELECT DISTINCT submission_id
    FROM held
),

found AS MATERIALIZED (
    SELECT
        f.seq,
        f.submission_id,
        f.row_id,
        f.rule_id,
        f.column_name,
        f.found,
        f.expected
    FROM files AS w
    INNER JOIN finding AS f ON w.submission_id = f.submission_id
    WHERE f.severity = 'E' AND f.found_at <= :as_of
)

SELECT
    k.submission_id,
    k.row_id,
    k.unit_code,
    k.area_code,
    k.kecamatan_code,
    k.sheet,
    k.row_number,
    k.sha256,
    k.reason,
    e.rule_id,
    e.column_name,
    e.found,
    e.expected
FROM held AS k
LEFT JOIN found AS e ON k.submission_id = e.submission_id AND k.row_id = e.row_id
ORDER BY k.kecamatan_code, k.unit_code, k.submission_id, k.row_id, e.seq
