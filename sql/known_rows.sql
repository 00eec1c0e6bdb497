-- Purpose: the rows of one form already received, with their bins, that new rows must be held against (P11)
-- Grain: one row
-- Parameters: form_id, period_start, kecamatan_codes, as_of
SELECT
    r.submission_id,
    r.row_id,
    r.unit_code,
    r.content_digest,
    r.has_content,
    r.sheet,
    r.row_number,
    r.item_code,
    s.team_id,
    s.seq AS submission_seq,
    d.bin,
    g.supersedes AS corrects,
    CASE
        WHEN
            EXISTS (
                SELECT 1
                FROM officer_act AS w
                WHERE
                    w.act = 'withdraw'
                    AND w.subject_kind = 'submission'
                    AND w.subject = r.submission_id
                    AND w.decided_at <= :as_of
            )
            THEN 1
        ELSE 0
    END AS is_withdrawn
FROM row_form AS r
INNER JOIN submission AS s ON r.submission_id = s.submission_id
INNER JOIN reading AS g ON r.submission_id = g.submission_id
INNER JOIN disposition AS d ON r.submission_id = d.submission_id AND r.row_id = d.row_id
WHERE
    r.period_start = :period_start
    AND r.kecamatan_code IN :kecamatan_codes
    AND d.form_id = :form_id
    AND d.decided_at <= :as_of
    -- The newest disposition of each row, asked row by row: what a batch costs does not grow with the history.
    AND NOT EXISTS (
        SELECT 1
        FROM disposition AS newer
        WHERE
            newer.submission_id = d.submission_id
            AND newer.row_id = d.row_id
            AND newer.seq > d.seq
            AND newer.decided_at <= :as_of
    )
ORDER BY s.seq, r.row_number, r.row_id
