-- Purpose: adds a figure that KPU or Bawaslu published, as an officer entered it (P19)
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO official_figure (
    period_start,
    area_code,
    indicator,
    value,
    office,
    document,
    published_at,
    explanation,
    actor,
    entered_at,
    sealed_in
)
VALUES (
    :period_start,
    :area_code,
    :indicator,
    :value,
    :office,
    :document,
    :published_at,
    :explanation,
    :actor,
    :entered_at,
    :sealed_in
)
