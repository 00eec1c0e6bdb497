"""Delivering editions: each recipient gets the same bytes exactly once (P40)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from jujur import auditing, delivery, rendering
from jujur.domain.editions import EditionStatus, Recipient
from jujur.domain.errors import AuditFailed, PublicationBlocked
from jujur.domain.reports import ReportContent
from jujur.operations import limited, papers, replacing
from jujur.operations.content import content_of
from jujur.operations.desk import Desk, open_desk
from jujur.operations.seal import refuse_broken_seal, seal_in_force
from jujur.record import deliveries, editions, ledger
from jujur.record.canonical import sha256_hex
from jujur.record.database import Session
from jujur.record.deliveries import Attempt
from jujur.settings import places
from jujur.settings.calendar import Slot

# A claim without an outcome belongs to a run that is still sending, until it is this old.
CLAIM_LIFETIME = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one recipient about one subject. ``write`` makes the letter for a Message-ID."""

    subject_kind: str
    subject_id: str
    recipient_id: str
    address: str
    sha256: str | None
    event: str
    write: Callable[[str], delivery.Letter]


def deliver_edition(edition_id: str) -> int:
    """Sends a published and sealed edition to its recipients; returns how many messages the server took in this run.

    Raises PublicationBlocked when the edition is not published or not signed by both officers (P39), or when a message could not
    be delivered: then a later run tries again for exactly those who still lack it.
    """
    with open_desk() as desk:
        with desk.database.reading() as session:
            steps = editions.statuses(session, edition_id)
            if EditionStatus.WITHDRAWN in steps:
                raise PublicationBlocked(f"Edisi {edition_id} sudah ditarik; tidak boleh dikirim lagi.")
            if not steps.get(EditionStatus.PUBLISHED):
                raise PublicationBlocked(f"Edisi {edition_id} belum terbit; tidak ada yang boleh dikirim.")
            sent = deliveries.attempts(session, "edition", edition_id)
            sha256 = seal_in_force(session, edition_id, sent[0].sha256 if sent else None).sha256
            content = content_of(
                desk, session, editions.edition_by_id(session, edition_id), with_decisions=True
            )
            recipients = replacing.readers_of(desk, session, content.edition)
            replacing.refuse_untold(session, content, recipients)
            sheet = papers.errata_sheet(desk, session, content) if content.is_substantial else None
        pdf = desk.raw.get(sha256)
        limited.refuse_unaudited(desk, edition_id, pdf)
        refuse_broken_seal(desk, edition_id, pdf)
        parcels = [_edition_parcel(desk, content, pdf, sha256, recipient, sheet) for recipient in recipients]
        return send_all(desk, parcels)


def _edition_parcel(
    desk: Desk, content: ReportContent, pdf: bytes, sha256: str, recipient: Recipient, sheet: bytes | None
) -> Parcel:
    message = rendering.render_edition_message(content, desk.assets, sha256, recipient.role)
    name = rendering.file_name(content)
    refuse_dishonest_letter(content, pdf, message, name, recipient.role)

    def write(message_id: str) -> delivery.Letter:
        return delivery.Letter(
            sender_name=desk.config.letterhead.desk,
            sender_address=sender_address(desk),
            recipient=recipient.address,
            subject=message.subject,
            text=message.text,
            html=message.html,
            id=message_id,
            written_at=desk.now(),
            attachment=delivery.Attachment(name, "application/pdf", pdf),
            enclosures=(delivery.Attachment(papers.sheet_name(content), "application/pdf", sheet),)
            if sheet
            else (),
        )

    return Parcel(
        "edition", content.edition.id, recipient.id, recipient.address, sha256, "edition_delivered", write
    )


def refuse_dishonest_letter(
    content: ReportContent, pdf: bytes, message: rendering.Message, file_name: str, addressee: str = ""
) -> None:
    """Subject, body and file name pass the gates of the pages: words, persons, places, numbers (P12, P15, P33, P43; L45)."""
    parts = {
        "subjek surel": message.subject,
        "surel": message.text,
        "surel HTML": message.html,
        "nama berkas": file_name,
    }
    wrong = auditing.audit_letter(parts, content, pdf, addressee)
    if wrong:
        raise AuditFailed(f"Surat pengantar tidak lulus audit: {wrong[0]}", tuple(wrong))


def sender_address(desk: Desk) -> str:
    """The address that messages come from."""
    return desk.config.sender_address


def send_all(desk: Desk, parcels: Sequence[Parcel]) -> int:
    """Sends every parcel that its recipient still lacks; returns how many were taken in this run."""
    if not parcels:
        return 0
    sent, problems = 0, []
    with delivery.Mailer(places.smtp_url()) as mailer:
        for parcel in parcels:
            attempt = _claim(desk, parcel)
            if isinstance(attempt, str):
                problems.append(attempt)
            elif attempt is not None:
                outcome = _hand_over(mailer, parcel, attempt.message_id)
                _settle(desk, parcel, attempt, outcome)
                sent += outcome.kind == "accepted"
                if outcome.kind != "accepted":
                    problems.append(f"{parcel.recipient_id}: {outcome.answer}")
    if problems:
        raise PublicationBlocked(f"{len(problems)} surat belum sampai: " + "; ".join(problems))
    return sent


def _hand_over(mailer: delivery.Mailer, parcel: Parcel, message_id: str) -> delivery.Outcome:
    """Composes a letter, reads the message back, and gives it to the mail server only if it still says what was audited."""
    letter = parcel.write(message_id)
    message = delivery.compose(letter)
    files = [*([letter.attachment] if letter.attachment else []), *letter.enclosures]
    digests = [(file.name, sha256_hex(file.data)) for file in files]
    said = {"subject": letter.subject, "plain": letter.text, "html": letter.html}
    problems = auditing.altered_letter(message, parcel.address, said, digests)
    # The digest of a receipt is that of the file which it answers.
    if parcel.subject_kind != "receipt" and digests and digests[0][1] != parcel.sha256:
        problems.append("lampiran bukan berkas yang tercatat untuk penerima ini")
    if problems:
        return delivery.Outcome("refused", f"tidak dikirim: {'; '.join(problems)}")
    return mailer.send(message)


def _claim(desk: Desk, parcel: Parcel) -> Attempt | str | None:
    """The attempt to make now; None when nothing is left to do; a sentence when somebody must look."""
    with desk.database.writing() as session:
        earlier = [
            item
            for item in deliveries.attempts(session, parcel.subject_kind, parcel.subject_id)
            if item.recipient_id == parcel.recipient_id
        ]
        if any(item.outcome in ("accepted", "uncertain") for item in earlier):
            return None
        if parcel.subject_kind == "edition" and (
            obstacle := replacing.obstacle_to_sending(session, parcel.subject_id)
        ):
            return f"{parcel.recipient_id}: edisi {parcel.subject_id} {obstacle}; tidak dikirim"
        open_claims = [item for item in earlier if item.outcome is None]
        for item in open_claims:
            if desk.now() - item.claimed_at < CLAIM_LIFETIME:
                return f"{parcel.recipient_id}: sedang dikirim oleh proses lain"
            # The run that claimed it died between claiming and settling. Nobody knows whether the server has the message;
            # sending again could make it two, so a person is told instead (P40).
            _enter_outcome(
                desk, session, parcel, item, delivery.Outcome("uncertain", "proses pengirim terhenti")
            )
        if open_claims:
            return f"{parcel.recipient_id}: nasib surat tidak diketahui; periksa peladen surel"
        if len(earlier) >= deliveries.MAX_ATTEMPTS:
            return f"{parcel.recipient_id}: sudah {len(earlier)} kali ditolak"
        number = len(earlier) + 1
        attempt = Attempt(
            delivery_id=f"{parcel.subject_kind}:{parcel.subject_id}:{parcel.recipient_id}:{number}",
            recipient_id=parcel.recipient_id,
            address=parcel.address,
            attempt=number,
            message_id=delivery.message_id(
                parcel.subject_id, parcel.recipient_id, number, sender_address(desk).rpartition("@")[2]
            ),
            sha256=parcel.sha256,
            claimed_at=desk.now(),
            outcome=None,
            answer=None,
        )
        deliveries.claim(session, parcel.subject_kind, parcel.subject_id, attempt)
    return attempt


def _settle(desk: Desk, parcel: Parcel, attempt: Attempt, outcome: delivery.Outcome) -> None:
    with desk.database.writing() as session:
        _enter_outcome(desk, session, parcel, attempt, outcome)


def _enter_outcome(
    desk: Desk, session: Session, parcel: Parcel, attempt: Attempt, outcome: delivery.Outcome
) -> None:
    deliveries.settle(session, attempt.delivery_id, outcome.kind, outcome.answer, desk.now())
    ledger.append(
        session,
        desk.now(),
        "desk",
        parcel.event,
        {
            "subject": parcel.subject_id,
            "recipient": parcel.recipient_id,
            "attempt": attempt.attempt,
            "message_id": attempt.message_id,
            "sha256": parcel.sha256,
            "outcome": outcome.kind,
        },
    )


def send_notice(desk: Desk, slot: Slot, reason: str, area_codes: Collection[str] | None = None) -> int:
    """Tells every recipient of a slot that there is no report, and why; each is told once.

    ``area_codes``: only those whose areas have none, where other areas have theirs.
    """
    message = rendering.render_notice_message(
        desk.config.letterhead, desk.assets, slot.cut_off_at, reason, desk.config.is_demonstration
    )
    subject_id = f"{slot.kind}-{slot.cut_off_at:%Y%m%dT%H%MZ}"
    told = [item for item in desk.config.recipients if area_codes is None or item.area_code in area_codes]
    sheets = _notices(desk, slot, reason, sorted({item.area_code for item in told}))

    def parcel(recipient: Recipient) -> Parcel:
        sheet = sheets[recipient.area_code]
        sha256 = desk.raw.put(sheet.data) if sheet else None

        def write(message_id: str) -> delivery.Letter:
            return delivery.Letter(
                desk.config.letterhead.desk,
                sender_address(desk),
                recipient.address,
                message.subject,
                message.text,
                message.html,
                message_id,
                desk.now(),
                sheet,
            )

        return Parcel(
            "notice", subject_id, recipient.id, recipient.address, sha256, "notice_delivered", write
        )

    return send_all(desk, [parcel(recipient) for recipient in told])


def _notices(
    desk: Desk, slot: Slot, reason: str, area_codes: Sequence[str]
) -> dict[str, delivery.Attachment | None]:
    """The notice of each area as a PDF; None where it did not pass its audit."""
    with desk.database.reading() as session:
        notices = {
            code: papers.notice_of(
                desk, session, slot, code, reason, limited.failed_properties(session, slot, [code])
            )
            for code in area_codes
        }
    made = {code: papers.notice_pdf(desk, notice) for code, notice in notices.items()}
    return {
        code: delivery.Attachment(papers.notice_name(notices[code]), "application/pdf", pdf) if pdf else None
        for code, pdf in made.items()
    }
