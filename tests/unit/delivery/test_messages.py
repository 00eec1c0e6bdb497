"""A message is composed purely and can be read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from jujur.delivery import MAX_ATTACHMENT_BYTES, Attachment, Letter, compose, message_id
from jujur.domain.errors import PublicationBlocked

LETTER = Letter(
    sender_name="Desk Pemilu dan Pilkada",
    sender_address="desk@desk.example.org",
    recipient="wali-kota@pagaralam.example.org",
    subject="Laporan harian – No. 001/DESK/II/2024",
    text="Melapor: 262 dari 494 TPS.",
    html="<p>Melapor: 262 dari 494 TPS.</p>",
    id=message_id("E1", "wali-kota", 1, "desk.example.org"),
    written_at=datetime(2024, 2, 14, 12, 31, tzinfo=UTC),
    attachment=Attachment("Laporan.pdf", "application/pdf", b"%PDF-1.7 isi"),
)


def test_it_reads_back_as_it_was_written() -> None:
    message = message_from_bytes(compose(LETTER).as_bytes(), policy=default)
    assert message["Subject"] == LETTER.subject
    assert message["To"] == LETTER.recipient
    assert message["Date"] == "Wed, 14 Feb 2024 19:31:00 +0700"
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().strip() == LETTER.text
    assert rich.get_content().strip() == LETTER.html
    (attached,) = message.iter_attachments()
    assert attached.get_content() == LETTER.attachment.data  # type: ignore[union-attr]
    assert attached.get_filename() == "Laporan.pdf"


def test_the_size_check_counts_base64() -> None:
    data = b"x" * 7_500_000  # below ten million bytes as it lies on disk, above as it is sent
    with pytest.raises(PublicationBlocked, match="bita"):
        compose(replace(LETTER, attachment=Attachment("besar.pdf", "application/pdf", data)))


def test_an_attachment_of_the_largest_size_still_fits() -> None:
    data = bytes(MAX_ATTACHMENT_BYTES)
    letter = replace(
        LETTER, text="x" * 60_000, html="<p>" + "x" * 120_000, attachment=Attachment("b.xlsx", "a/b", data)
    )
    assert compose(letter)["To"] == LETTER.recipient


def test_a_subject_cannot_smuggle_headers() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        compose(replace(LETTER, subject="Laporan\r\nBcc: orang@example.org"))


def test_message_ids_are_stable_and_different_for_each_attempt() -> None:
    assert message_id("E1", "a", 1, "x.org") == message_id("E1", "a", 1, "x.org")
    assert len({message_id("E1", name, number, "x.org") for name in "ab" for number in (1, 2)}) == 4
