-- Purpose: adds a figure of an edition
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO figure (
    edition_id,
    figure_key,
    area_code,
    name,
    label,
    unit,
    value,
    k,
    n,
    n_expected,
    denominator,
    lower_bound,
    upper_bound,
    rows_digest,
    cut_off_at,
    status,
    sealed_in
)
VALUES (
    :edition_id,
    :figure_key,
    :area_code,
    :name,
    :label,
    :unit,
    :value,
    :k,
    :n,
    :n_expected,
    :denominator,
    :lower_bound,
    :upper_bound,
    :rows_digest,
    :cut_off_at,
    :status,
    :sealed_in
)
