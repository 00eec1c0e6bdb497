"""Notices, limited reports and errata sheets from the record: made, audited, kept (P26, P29, P46)."""

from __future__ import annotations

from jujur.domain.documents import KnownCoverage, Notice
from jujur.domain.errors import AuditFailed, RecordError
from jujur.domain.languages import PREVAILING, Language
from jujur.domain.periods import WIB
from jujur.domain.reports import ReportContent
from jujur.operations import replacing, week_known
from jujur.operations.desk import Desk
from jujur.operations.frame_view import coverage_by_version
from jujur.operations.framing import versions_known
from jujur.operations.known import MAIN_FORM
from jujur.record import ledger, vintages
from jujur.record.database import Session
from jujur.settings.calendar import Slot


def notice_of(
    desk: Desk, session: Session, slot: Slot, area_code: str, reason: str, failed: tuple[str, ...] = ()
) -> Notice:
    """What is said about a slot without a normal report; ``failed`` promises make it a limited report.

    Coverage that depends on a failed promise about denominators or rows (P01–P03, P34), or that cannot be counted, is left out.
    """
    later = sorted(
        (one for one in desk.config.calendar.publish_slots if one.release_at > slot.release_at),
        key=lambda one: one.release_at,
    )
    following = later[0] if later else None
    is_countable = not {"P01", "P02", "P03", "P34"} & set(failed)
    return Notice(
        form="terbatas" if failed else "bukan-terbit",
        kind=slot.kind,
        area_name=desk.config.gazetteer[area_code].name,
        letterhead=desk.config.letterhead,
        period_starts_at=slot.starts_at,
        cut_off_at=slot.cut_off_at,
        release_at=slot.release_at,
        reason=_sentence(reason),
        coverage=_coverage(desk, session, slot, area_code) if is_countable else (),
        next_kind=following.kind if following else None,
        next_release_at=following.release_at if following else None,
        is_demonstration=desk.config.is_demonstration,
        failed_properties=failed,
    )


def _sentence(reason: str) -> str:
    """As the page prints it, before its full stop."""
    bare = reason.rstrip(".")
    return bare[:1].upper() + bare[1:]


def _coverage(desk: Desk, session: Session, slot: Slot, area_code: str) -> tuple[KnownCoverage, ...]:
    """Coverage by the frame in force, the children first; empty where the frame is missing or no longer itself (L23)."""
    gazetteer, is_week = desk.config.gazetteer, slot.kind == "mingguan"
    children = () if is_week and gazetteer[area_code].level == "kecamatan" else gazetteer.children(area_code)
    areas = (*children, gazetteer[area_code])
    try:
        versions = versions_known(session, slot.starts_at, slot.cut_off_at)
    except RecordError:
        # A notice must go out even then; it says "tidak dapat dihitung".
        return ()
    codes = [area.code for area in areas]
    found = {
        one.area_code: one
        for one in (
            week_known.coverage_of_week(session, slot, versions[-1].version, codes)
            if is_week
            else coverage_by_version(session, MAIN_FORM, versions[-1:], codes, slot.cut_off_at)
        )
    }
    if set(found) != set(codes) or not found[area_code].expected:
        return ()
    return tuple(
        KnownCoverage(
            area.name, found[area.code].reported, found[area.code].on_time, found[area.code].expected
        )
        for area in areas
    )


def notice_pdf(desk: Desk, notice: Notice) -> bytes | None:
    """The notice as a PDF that passed its audit; None, with an event in the ledger, for one that did not.

    The letter is then sent without it: silence would be worse than a bare letter (P29, L46).
    """
    from jujur import auditing, rendering

    pdf = rendering.render_notice(notice, desk.assets)
    if problems := auditing.audit_notice(pdf, notice):
        with desk.database.writing() as session:
            ledger.append(
                session, desk.now(), "desk", "notice_refused", {"kind": notice.kind, "problems": problems[:5]}
            )
        return None
    return pdf


def errata_sheet(
    desk: Desk, session: Session, content: ReportContent, language: Language = PREVAILING
) -> bytes:
    """The errata sheet of a published revision in ``language``, audited.

    Raises AuditFailed when it does not say what the record says (P26).
    """
    from jujur import auditing, rendering

    readers = errata_readers(desk, session, content)
    pdf = rendering.render_errata(content, readers, desk.assets, language)
    if problems := auditing.audit_errata(pdf, content, readers, language):
        raise AuditFailed(
            f"Lembar ralat {content.edition.id} tidak lulus audit: {problems[0]}", tuple(problems)
        )
    return pdf


def errata_readers(desk: Desk, session: Session, content: ReportContent) -> tuple[str, ...]:
    """The roles of everyone the error reached, by the calls entered when the revision came out, in order of recipient."""
    roles = {reader.id: reader.role for reader in replacing.readers_of(desk, session, content.edition)}
    calls = vintages.errata_of(session, content.edition.id)
    called = sorted({call.recipient_id for call in calls if call.edition_id == content.edition.id})
    return tuple(roles[recipient_id] for recipient_id in called)


def sheet_name(content: ReportContent) -> str:
    """The file name of an errata sheet; nothing in it could be a claim (L45)."""
    edition = content.edition
    area = content.area.name.replace(" ", "-")
    return f"Ralat-{edition.kind.replace('_', '-')}-{area}-{edition.period.day.isoformat()}-R{edition.revision}.pdf"


def notice_name(notice: Notice) -> str:
    """The file name of a notice."""
    word = "Laporan-terbatas" if notice.form == "terbatas" else "Bukan-terbit"
    at = notice.cut_off_at.astimezone(WIB)
    area = notice.area_name.replace(" ", "-")
    return f"{word}-{notice.kind.replace('_', '-')}-{area}-{at:%Y-%m-%d-%H%M}.pdf"
