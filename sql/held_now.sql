-- Purpose: the rows with content of one form that wait for a person, why they were held, and what holds them (P11)
-- Grain: one finding of a held row, or the row itself if nothing was found in it
-- Parameters: form_id
SELECT
    r.submission_id,
    r.row_id,
    r.unit_code,
    r.item_code,
    r.area_code,
    r.kecamatan_code,
    r.period_start,
    r.content_digest,
    r.sheet,
    r.row_number,
    s.sha256,
    s.team_id,
    s.channel,
    s.received_at,
    d.reason,
    d.actor,
    f.rule_id,
    f.found,
    f.expected
FROM row_form AS r
INNER JOIN submission AS s ON r.submission_id = s.submission_id
INNER JOIN disposition AS d ON r.submission_id = d.submission_id AND r.row_id = d.row_id
LEFT JOIN finding AS f ON r.submission_id = f.submission_id AND r.row_id = f.row_id AND f.severity = 'E'
WHERE
    d.form_id = :form_id
    AND d.bin = 'held'
    AND r.has_content = 1
    AND NOT EXISTS (
        SELECT 1
        FROM disposition AS newer
        WHERE
            newer.submission_id = d.submission_id
            AND newer.row_id = d.row_id
            AND newer.seq > d.seq
    )
ORDER BY r.period_start, r.kecamatan_code, r.unit_code, s.seq, r.row_number, f.seq
