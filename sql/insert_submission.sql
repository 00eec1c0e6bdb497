-- Purpose: adds a received file
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO submission (
    submission_id,
    seq,
    arrival_key,
    sha256,
    received_at,
    channel,
    sender,
    team_id,
    area_code,
    size,
    name_as_sent,
    claimed_at,
    sealed_in
)
VALUES (
    :submission_id,
    :seq,
    :arrival_key,
    :sha256,
    :received_at,
    :channel,
    :sender,
    :team_id,
    :area_code,
    :size,
    :name_as_sent,
    :claimed_at,
    :sealed_in
)
