-- Purpose: what the audits of the PDFs of an edition found, in the order in which they were made (P46, P48)
-- Grain: one audit
-- Parameters: edition_id
SELECT
    seq,
    step,
    sha256,
    is_passed,
    properties,
    discrepancies,
    audited_at
FROM edition_audit
WHERE edition_id = :edition_id
ORDER BY seq
