"""Composing a message: pure, so that it can be read back and tested without sending anything."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from jujur.domain.errors import PublicationBlocked
from jujur.domain.periods import WIB

# Many government mail servers refuse more; what counts is the message as sent, base64 included.
MAX_MESSAGE_BYTES = 10_000_000
# What a file may weigh so that base64, its line breaks and the letter itself stay below that.
MAX_ATTACHMENT_BYTES = 7_000_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What one recipient is told, in plain text and in HTML that says the same."""

    sender_name: str
    sender_address: str
    recipient: str
    subject: str
    text: str
    html: str
    id: str
    written_at: datetime
    attachment: Attachment | None = None
    enclosures: tuple[Attachment, ...] = ()


def message_id(subject_id: str, recipient_id: str, attempt: int, domain: str) -> str:
    """A Message-ID that the same attempt always gets again, so that a mailbox can recognise a repetition."""
    digest = hashlib.sha256(f"{subject_id}|{recipient_id}|{attempt}".encode()).hexdigest()[:32]
    return f"<{digest}@{domain}>"


def compose(letter: Letter) -> EmailMessage:
    """The message as it goes over the wire. Raises PublicationBlocked if a mail server would refuse its size."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(letter.sender_name, addr_spec=letter.sender_address)
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at.astimezone(WIB))
    message["Message-ID"] = letter.id
    message["Content-Language"] = "id"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for file in (*([letter.attachment] if letter.attachment else []), *letter.enclosures):
        main, sub = file.media_type.split("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    size = len(message.as_bytes())
    if size > MAX_MESSAGE_BYTES:
        raise PublicationBlocked(
            f"Surat untuk {letter.recipient} berukuran {size} bita; batasnya {MAX_MESSAGE_BYTES}."
        )
    return message
