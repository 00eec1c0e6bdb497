"""Nothing leaves that did not pass its audit; what failed is named instead of the report (P46, P48; L35, L50).

The audit of the very bytes is entered beside the step that they allow, in one transaction with the ledger's event. A failed
audit is entered too, in a transaction of its own, and its properties are what the readers are told in place of the report.
"""

from __future__ import annotations

from collections.abc import Collection

from jujur.domain.audits import AuditResult
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import AuditFailed, PublicationBlocked
from jujur.domain.periods import to_text
from jujur.domain.properties import PROPERTY_NAMES, Outcome
from jujur.domain.reports import ReportContent
from jujur.operations.desk import Desk
from jujur.operations.own_inside import with_own_inside
from jujur.operations.property_results import is_reprinted
from jujur.record import audits, editions, ledger
from jujur.record.canonical import sha256_hex
from jujur.record.database import Session
from jujur.settings.calendar import Slot

# So many discrepancies are written out in an event and a message; the record has all of them.
SHOWN = 20
TOLD = 5


def audited(desk: Desk, content: ReportContent, step: EditionStatus, pdf: bytes) -> AuditResult:
    """Reads a finished PDF back. Raises AuditFailed, after the record has it, when anything at all was found (P15, P46).

    What is called printed again is printed again here, before it is kept (P35).
    """
    from jujur import auditing

    result = with_own_inside(auditing.examine(pdf, content), pdf, desk.assets, is_reprinted(content))
    if not result.is_passed:
        note_failure(desk, content.edition.id, step, sha256_hex(pdf), result)
        raise AuditFailed(
            f"Edisi {content.edition.id} tidak lulus audit ({len(result.discrepancies)} ketidaksesuaian, "
            f"{', '.join(result.failed)}): {'; '.join(result.discrepancies[:TOLD])}",
            result.discrepancies,
            result.failed,
        )
    return result


def note_unprintable(desk: Desk, edition_id: str, step: EditionStatus, why: str) -> None:
    """Enters that an edition could not even be printed, because a digit on it had no fact (P15)."""
    outcomes = dict.fromkeys(PROPERTY_NAMES, Outcome.UNTESTED) | {"P15": Outcome.FAILED}
    note_failure(desk, edition_id, step, "", AuditResult(outcomes, (why,)))


def note_failure(desk: Desk, edition_id: str, step: EditionStatus, sha256: str, result: AuditResult) -> None:
    """Enters a failed audit in a transaction of its own. The bytes themselves are not kept."""
    with desk.database.writing() as session:
        now = desk.now()
        audits.add(session, edition_id, step.value, sha256, result, now)
        payload = {
            "edition": edition_id,
            "step": step.value,
            "rejected_sha256": sha256,
            "failed": list(result.failed),
            "discrepancies": list(result.discrepancies[:SHOWN]),
            "count": len(result.discrepancies),
        }
        ledger.append(session, now, "desk", "audit_failed", payload)


def enter_passed(
    desk: Desk, session: Session, edition_id: str, step: EditionStatus, sha256: str, result: AuditResult
) -> None:
    """Binds the right to leave to these bytes. Raises PublicationBlocked for a result that did not pass."""
    if not result.is_passed:
        raise PublicationBlocked(f"Edisi {edition_id} tidak lulus audit; tidak ada yang dapat dicatat lulus.")
    now = desk.now()
    audits.add(session, edition_id, step.value, sha256, result, now)
    payload = {"edition": edition_id, "step": step.value, "sha256": sha256, "passed": list(result.passed)}
    ledger.append(session, now, "desk", "audit_passed", payload)


def refuse_unaudited(desk: Desk, edition_id: str, pdf: bytes) -> None:
    """Raises PublicationBlocked unless the published bytes passed their audit and ``pdf`` is or begins with them (P46, L35).

    What may follow them is a signature, which is added at the end and changes nothing before it (P39).
    """
    with desk.database.reading() as session:
        sha256 = editions.statuses(session, edition_id).get(EditionStatus.PUBLISHED) or ""
        is_passed = audits.is_passed(session, edition_id, sha256)
    if not is_passed:
        raise PublicationBlocked(
            f"Edisi {edition_id}: bita dengan sha256 {sha256[:16]}… tidak tercatat lulus audit; tidak dikirim."
        )
    if not pdf.startswith(desk.raw.get(sha256)):
        raise PublicationBlocked(
            f"Edisi {edition_id}: berkas yang hendak dikirim bukan yang lulus audit; tidak dikirim."
        )


def failed_properties(
    session: Session, slot: Slot, area_codes: Collection[str] | None = None
) -> tuple[str, ...]:
    """The properties that the newest audits of the editions of a slot failed, in order; () where none failed."""
    failed: set[str] = set()
    for row in session.rows("editions_of_slot", kind=slot.kind, as_of=to_text(slot.cut_off_at)):
        edition_id = row["edition_id"]
        if area_codes is None or editions.edition_by_id(session, edition_id).area_code in area_codes:
            newest = audits.of_edition(session, edition_id)[-1:]
            failed |= {name for one in newest for name in one.result.failed}
    return tuple(sorted(failed))


def reason_of(session: Session, slot: Slot, area_codes: Collection[str] | None = None) -> str:
    """What the readers of a slot are told when its report failed its audit: the properties by number and name; "" else."""
    failed = failed_properties(session, slot, area_codes)
    if not failed:
        return ""
    named = "; ".join(f"{name} {PROPERTY_NAMES[name]}" for name in failed)
    return f"laporan tidak lulus pemeriksaan sebelum terbit ({named}), jadi tidak satu pun angkanya dikirim"
