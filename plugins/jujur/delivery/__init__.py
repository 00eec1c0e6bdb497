"""Delivery: messages are composed purely and sent in one place; who got which bytes is known (P40)."""

from jujur.delivery.messages import MAX_ATTACHMENT_BYTES, Attachment, Letter, compose, message_id
from jujur.delivery.smtp import Mailer, MailUnreachable, Outcome

__all__ = [
    "MAX_ATTACHMENT_BYTES",
    "Attachment",
    "Letter",
    "MailUnreachable",
    "Mailer",
    "Outcome",
    "compose",
    "message_id",
]
