-- Purpose: claims one attempt to send one message; a second claim of the same attempt is refused by its key
-- Grain: one row
-- Parameters: the columns of the table
INSERT INTO delivery (
    delivery_id,
    subject_kind,
    subject_id,
    recipient_id,
    address,
    attempt,
    message_id,
    sha256,
    claimed_at,
    sealed_in
)
VALUES (
    :delivery_id,
    :subject_kind,
    :subject_id,
    :recipient_id,
    :address,
    :attempt,
    :message_id,
    :sha256,
    :claimed_at,
    :sealed_in
)
ON CONFLICT DO NOTHING
