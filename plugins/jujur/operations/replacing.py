"""What is entered when a revision is computed and when it comes out: its change table, and who must be told (P25, P26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jujur.domain.editions import Edition, EditionStatus, Recipient
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure
from jujur.domain.frames import FrameTerms
from jujur.domain.reports import ReportContent
from jujur.domain.vintages import Change, Predecessor
from jujur.figures import causes, differences
from jujur.figures.standing import FINAL, standing
from jujur.operations.desk import Desk
from jujur.operations.framing import results_gate_of, versions_known
from jujur.operations.happenings import occurrences
from jujur.operations.known import (
    INCIDENT_FORM,
    MAIN_FORM,
    compute_all,
    figures_of_area,
    gated,
    main_forms_of,
    printable,
)
from jujur.record import deliveries, editions, ledger, vintages
from jujur.record.database import Session

FORMER_READER = "Penerima terbitan terdahulu"
# An open claim counts too: nobody knows yet whether that message arrived (P26: rather one reader too many).
REACHED = ("accepted", "uncertain", None)


def predecessor(session: Session, edition: Edition) -> Predecessor | None:
    """The newest published revision before ``edition``; None while nothing of its slot and area was published."""
    found = [
        vintage
        for vintage in vintages.of_edition(session, edition)
        if vintage.revision < edition.revision and vintage.sha256
    ]
    if not found:
        return None
    newest = found[-1]
    assert newest.sha256 is not None
    former = editions.edition_by_id(session, newest.edition_id)
    return Predecessor(former.id, former.number, former.revision, newest.sha256)


def said_before(desk: Desk, session: Session, former: Predecessor) -> dict[str, str]:
    """Everything that a published edition said: its figures from the record, its statuses from the very PDF its readers hold."""
    from jujur import auditing

    facts = auditing.read_facts(desk.raw.get(former.sha256))
    edition = editions.edition_by_id(session, former.edition_id)
    results_gate = results_gate_of(desk, _terms(session, edition))
    figures = printable(results_gate, editions.figures_of(session, edition.id), edition, _withheld(desk))
    said = differences.printed(figures, ())
    return said | {
        f"{differences.STATUS}{one['area']}": differences.status_line(
            one["status"], one["rule"], one["reasons"]
        )
        for one in facts["statuses"]
    }


def said_by(desk: Desk, session: Session, edition: Edition, figures: Mapping[str, Figure]) -> dict[str, str]:
    """Everything that an edition says with these figures: those it may print (P19), and the statuses that follow."""
    terms, known = _terms(session, edition), dict(figures)
    statuses = gated(desk, known, edition, terms)
    return differences.printed(
        printable(results_gate_of(desk, terms), known, edition, _withheld(desk)), statuses
    )


def _withheld(desk: Desk) -> tuple[str, ...]:
    return desk.config.forms[MAIN_FORM].withheld


def _terms(session: Session, edition: Edition) -> FrameTerms:
    return versions_known(session, edition.period.starts_at, edition.as_of)[-1]


@dataclass(frozen=True, slots=True)
class Revision:
    """What the figures of an edition change of the one before it. ``former`` is None for a first issue."""

    former: Predecessor | None
    changes: tuple[Change, ...]

    def figure_standing(self, edition: Edition) -> str:
        """The standing of each figure: SEMENTARA, DIREVISI, KOREKSI or FINAL; what is final needs no second word (P27)."""
        return FINAL if edition.is_final else standing(False, self.former is not None, self.changes)


def revision_of(desk: Desk, session: Session, edition: Edition, figures: Mapping[str, Figure]) -> Revision:
    """The change table of an edition whose figures were just computed.

    Raises PublicationBlocked when a figure changed although nothing happened to it (L04, L25).
    """
    former = predecessor(session, edition)
    if former is None:
        return Revision(None, ())
    before = said_before(desk, session, former)
    after = said_by(desk, session, edition, figures)
    earlier = editions.edition_by_id(session, former.edition_id)
    origin_of = causes.origins(
        occurrences(session, earlier, edition),
        _by_method(desk, session, earlier, edition, before),
        edition.as_of,
        INCIDENT_FORM,
        *main_forms_of(edition),
    )
    changes = differences.differences(before, after, origin_of)
    differences.refuse_incomplete(before, after, changes)
    return Revision(former, changes)


def enter_changes(session: Session, edition: Edition, revision: Revision) -> None:
    """Enters the change table of an edition beside its figures; nothing for a first issue."""
    if revision.former is not None:
        vintages.add_changes(session, edition.id, revision.former.edition_id, revision.changes)


def _by_method(
    desk: Desk, session: Session, earlier: Edition, edition: Edition, before: Mapping[str, str]
) -> set[str]:
    """The keys that today's code, configuration, frame and terms turn into something else on what was known then (R3).

    Another version of the frame or its terms is taken to touch every key: what it did to a single one cannot be told apart from
    what arrived under it. Raises PublicationBlocked where the same method finds other figures than it found then: then the
    rows are not those that were published (L04, L25).
    """
    slot = desk.config.calendar.slot_of(edition)
    if (earlier.frame_digest, earlier.terms_digest) != (edition.frame_digest, edition.terms_digest):
        everything = compute_all(desk, session, slot, edition.as_of)
        return {*before, *figures_of_area(desk, everything, edition.area_code)}
    then = figures_of_area(desk, compute_all(desk, session, slot, earlier.as_of), edition.area_code)
    again = said_by(desk, session, earlier, then)
    found = {key for key in {*before, *again} if before.get(key) != again.get(key)}
    if found and _method(earlier) == _method(edition):
        raise PublicationBlocked(
            f"{min(found)} tidak lagi sama dengan yang terbit pada {earlier.id}, padahal cara hitungnya sama: "
            "catatan berubah surut (P25). Periksa dengan `jujur ledger verify`."
        )
    return found


def _method(edition: Edition) -> tuple[str, ...]:
    return edition.code_version, edition.config_digest, edition.frame_digest, edition.terms_digest


def enter_replacement(desk: Desk, session: Session, content: ReportContent) -> None:
    """At the moment a revision comes out: if the one before misled its readers, withdraws it and calls everyone it reached."""
    former, edition = content.replaces, content.edition
    if former is None:
        return
    is_withdrawn = EditionStatus.WITHDRAWN in editions.statuses(session, former.edition_id)
    if not (content.is_substantial or is_withdrawn):
        return
    now = desk.now()
    reason = "simpulan atau arah perbandingan berubah" if content.is_substantial else "terbitan ditarik"
    calls = [
        vintages.ErrataCall(edition.id, recipient_id, earlier_id, reason, now)
        for recipient_id, earlier_id in sorted(_reached(session, edition).items())
    ]
    vintages.add_errata(session, calls)
    if not is_withdrawn:
        detail = f"digantikan {edition.id}: {reason}"
        editions.add_status(session, former.edition_id, EditionStatus.WITHDRAWN, now, former.sha256, detail)
    ledger.append(
        session,
        now,
        "desk",
        "errata_called",
        {
            "edition": edition.id,
            "withdrawn": former.edition_id,
            "sha256": former.sha256,
            "reason": reason,
            "recipients": [call.recipient_id for call in calls],
        },
    )


def _reached(session: Session, edition: Edition) -> dict[str, str]:
    """Who may hold an earlier revision of this slot and area, with the newest one that each was sent."""
    reached: dict[str, str] = {}
    for vintage in _before(session, edition):
        for attempt in deliveries.attempts(session, "edition", vintage.edition_id):
            if attempt.outcome in REACHED:
                reached[attempt.recipient_id] = vintage.edition_id
    return reached


def _before(session: Session, edition: Edition) -> list[vintages.Vintage]:
    found = vintages.of_edition(session, edition)
    return [vintage for vintage in found if vintage.revision < edition.revision]


def readers_of(desk: Desk, session: Session, edition: Edition) -> list[Recipient]:
    """Whom an edition goes to: the configured recipients of its area, and everyone an error of it was ever called to.

    A reader who is no longer configured is written to where the wrong edition went (L39).
    """
    readers = [item for item in desk.config.recipients if item.area_code == edition.area_code]
    called = {
        call.recipient_id: call
        for edition_id in (*(vintage.edition_id for vintage in _before(session, edition)), edition.id)
        for call in vintages.errata_of(session, edition_id)
    }
    missing = sorted(set(called) - {reader.id for reader in readers})
    return readers + [
        Recipient(
            recipient_id,
            FORMER_READER,
            _address(session, called[recipient_id]),
            edition.area_code,
        )
        for recipient_id in missing
    ]


def refuse_untold(session: Session, content: ReportContent, recipients: Iterable[Recipient]) -> None:
    """Raises PublicationBlocked when a correction would reach fewer people than the error did (P26; L39).

    Asks the deliveries themselves, not the calls entered from them: a call that was never entered is missed here too.
    """
    if not content.is_substantial:
        return
    misled = {
        attempt.recipient_id
        for vintage in _before(session, content.edition)
        for attempt in deliveries.attempts(session, "edition", vintage.edition_id)
        if attempt.outcome != "refused"
    }
    untold = sorted(misled - {one.id for one in recipients})
    if untold:
        raise PublicationBlocked(
            f"Ralat {content.edition.id} tidak akan sampai kepada {', '.join(untold)}, yang menerima terbitan yang salah (P26)."
        )


def _address(session: Session, call: vintages.ErrataCall) -> str:
    sent = deliveries.attempts(session, "edition", call.earlier_edition_id)
    return next(one.address for one in reversed(sent) if one.recipient_id == call.recipient_id)


def obstacle_to_sending(session: Session, edition_id: str) -> str | None:
    """Why an edition may no longer be sent to anybody: it was withdrawn, or a newer revision is out (P26, P40)."""
    edition = editions.edition_by_id(session, edition_id)
    newer: Iterable[vintages.Vintage] = (
        one
        for one in vintages.of_edition(session, edition)
        if one.revision > edition.revision and one.published_at
    )
    if (replacement := next(iter(newer), None)) is not None:
        return f"sudah digantikan {replacement.edition_id}"
    is_withdrawn = EditionStatus.WITHDRAWN in editions.statuses(session, edition_id)
    return "sudah ditarik" if is_withdrawn else None
