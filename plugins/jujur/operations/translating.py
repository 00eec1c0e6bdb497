"""Copies of a published edition in another language: audited, kept and entered like the edition itself, mailed to nobody.

The published Indonesian bytes stay the edition. A copy prints the same data digest, or it is not made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from jujur.domain.editions import EditionStatus
from jujur.domain.errors import AuditFailed, PublicationBlocked
from jujur.domain.languages import LANGUAGES, PREVAILING, Language
from jujur.operations import papers
from jujur.operations.content import content_of
from jujur.operations.desk import Desk
from jujur.operations.enclosing import with_enclosures
from jujur.operations.own_inside import with_own_inside
from jujur.operations.property_results import is_reprinted
from jujur.record import editions, ledger
from jujur.record.database import Session

EVENT = "edition_translated"
# How many sentences of a failed audit are told.
TOLD = 3


@dataclass(frozen=True, slots=True)
class TranslatedCopy:
    """A copy that was made: of which edition, in which language, and the digest of its bytes."""

    edition_id: str
    language: Language
    sha256: str


def translate_edition(desk: Desk, edition_id: str, language: Language) -> bytes:
    """The published edition in ``language``, audited; the same bytes again when it was made before.

    Raises PublicationBlocked for an edition that is not published, or withdrawn, or whose data the record no longer gives; and
    AuditFailed, with nothing kept, when the copy says anything that the edition does not carry (P15, P46).
    """
    if language == PREVAILING:
        raise PublicationBlocked(
            "Terbitan berbahasa Indonesia adalah edisinya sendiri; tidak ada yang diterjemahkan."
        )
    with desk.database.reading() as session:
        published = _published(session, edition_id)
        content = content_of(desk, session, editions.edition_by_id(session, edition_id), with_decisions=True)
        content = with_enclosures(desk, session, content)
    # Rendering and auditing take seconds to import, and only this step needs them.
    from jujur import auditing, rendering

    rendered = rendering.render(content, desk.assets, language)
    printed = auditing.read_facts(desk.raw.get(published))["digest"]
    if auditing.read_facts(rendered.pdf)["digest"] != printed:
        raise PublicationBlocked(
            f"Edisi {edition_id}: data di catatan bukan lagi data yang diterbitkan (sidik {printed[:16]}…); tidak diterjemahkan."
        )
    examined = auditing.examine(rendered.pdf, content, language)
    result = with_own_inside(examined, rendered.pdf, desk.assets, is_reprinted(content))
    if not result.is_passed:
        told = "; ".join(result.discrepancies[:TOLD])
        raise AuditFailed(
            f"Edisi {edition_id} ({language}) tidak lulus audit: {told}", result.discrepancies, result.failed
        )
    _enter(desk, TranslatedCopy(edition_id, language, desk.raw.put(rendered.pdf)), published)
    return rendered.pdf


def translate_errata(desk: Desk, edition_id: str, language: Language) -> bytes | None:
    """The errata sheet that went out with a published correction, in ``language``; None for an edition that has none.

    Like the sheet that was mailed it is made from the record, audited, and not kept. Raises PublicationBlocked for an edition
    that is not published, or withdrawn, and AuditFailed for a sheet that says anything else than the record (P26).
    """
    with desk.database.reading() as session:
        _published(session, edition_id)
        content = content_of(desk, session, editions.edition_by_id(session, edition_id), with_decisions=True)
        return papers.errata_sheet(desk, session, content, language) if content.is_substantial else None


def copy_of(session: Session, edition_id: str, sha256: str) -> TranslatedCopy | None:
    """The copy with these bytes; None when the ledger knows none."""
    return next((one for one in _copies(session, edition_id) if one.sha256 == sha256), None)


def _copies(session: Session, edition_id: str) -> list[TranslatedCopy]:
    told = [json.loads(row["payload"]) for row in session.rows("ledger_events", event=EVENT)]
    return [
        TranslatedCopy(one["edition"], cast(Language, one["language"]), one["sha256"])
        for one in told
        if one["edition"] == edition_id and one["language"] in LANGUAGES
    ]


def _published(session: Session, edition_id: str) -> str:
    """The digest of the published bytes."""
    statuses = editions.statuses(session, edition_id)
    sha256 = statuses.get(EditionStatus.PUBLISHED)
    if not sha256:
        raise PublicationBlocked(
            f"Edisi {edition_id} belum terbit; hanya yang sudah terbit yang diterjemahkan."
        )
    if EditionStatus.WITHDRAWN in statuses:
        raise PublicationBlocked(f"Edisi {edition_id} sudah ditarik; terjemahkan penggantinya.")
    return sha256


def _enter(desk: Desk, copy: TranslatedCopy, of: str) -> None:
    with desk.database.writing() as session:
        if copy in _copies(session, copy.edition_id):
            return
        payload = {"edition": copy.edition_id, "language": copy.language, "sha256": copy.sha256, "of": of}
        ledger.append(session, desk.now(), "desk", EVENT, payload)
