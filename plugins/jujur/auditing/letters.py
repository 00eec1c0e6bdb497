"""The letter that carries an edition says no more than the edition does (P12, P15, P33, P43; L45)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from jujur.auditing.markup import read_markup
from jujur.auditing.numerals import numerals
from jujur.auditing.places import audit_places
from jujur.auditing.privacy import own_addresses, private_in
from jujur.auditing.reading import flowing, read_facts
from jujur.auditing.wording import audit_words
from jujur.domain.reports import ReportContent


def audit_letter(
    parts: Mapping[str, str], content: ReportContent, pdf: bytes, addressee: str = ""
) -> list[str]:
    """Sentences on what the parts of a letter ("subjek surel", "nama berkas", …) may not say; [] means it may go.

    A number of a letter must stand in its edition ``pdf`` too, or in the digest of its bytes. ``addressee`` is the office that is
    written to, as the desk's list names it: it may be that of a neighbour ("Komandan Kodim 0405/Lahat").
    Raises AuditFailed when the edition
    cannot be read.
    """
    known, own = _known(content, pdf), own_addresses(content)
    problems: list[str] = []
    for where, text in parts.items():
        plain = flowing(read_markup(text))
        plain = plain.replace(addressee, " · ", 1) if addressee else plain
        problems += audit_words(plain, content.statuses, where)
        problems += private_in(plain, where, own)
        problems += [f"{where}: {found}" for found in audit_places(plain, content)]
        problems += [
            f"{where}: angka {number} tidak ada di edisinya (P15)"
            for number in dict.fromkeys(_spelled(plain, where))
            if number not in known
        ]
    return problems


def altered_letter(
    message: EmailMessage, recipient: str, said: Mapping[str, str], files: Sequence[tuple[str, str]]
) -> list[str]:
    """Sentences on what a finished message says otherwise than what was audited; [] means it may go (P40; L38, L45).

    ``said`` are its ``subject``, ``plain`` and ``html``; ``files`` names and sha256 of everything it carries, in order. The
    message is read as its recipient's mailbox reads it.
    """
    bodies = {part: message.get_body((part,)) for part in ("plain", "html")}
    found = {part: body.get_content() if body else "" for part, body in bodies.items()}
    found["subject"] = str(message["Subject"])
    problems = [
        f"{name} surat bukan yang diaudit" for name in said if found[name].split() != said[name].split()
    ]
    if str(message["To"]) != recipient:
        problems.append(f"surat ditujukan kepada {message['To']}, seharusnya {recipient}")
    carried = [
        (str(part.get_filename()), _digest(part.get_payload(decode=True)))
        for part in message.iter_attachments()
    ]
    if carried != list(files):
        problems.append("lampiran surat bukan yang diaudit")
    return problems


def _digest(payload: object) -> str:
    return hashlib.sha256(payload).hexdigest() if isinstance(payload, bytes) else ""


def _spelled(text: str, where: str) -> list[str]:
    """The numbers of a text; those of a file name stand between hyphens and before the ending."""
    return numerals(
        text.replace("-", " ").replace("_", " ").removesuffix(".pdf") if where == "nama berkas" else text
    )


def _known(content: ReportContent, pdf: bytes) -> set[str]:
    facts, sha256 = read_facts(pdf), hashlib.sha256(pdf).hexdigest()
    inks = (text for part in ("printed", "furniture") for text, _ in facts[part])
    edition = content.edition
    return {
        *(number for text in inks for number in numerals(flowing(text))),
        *numerals(
            f"{edition.area_code} {edition.period.day:%Y %m %d} R{edition.revision} r{edition.revision}"
        ),
        "sha256",
        sha256,
        *(sha256[:size] for size in (8, 16)),
        *(sha256[at : at + 8] for at in range(0, 64, 8)),
    }
