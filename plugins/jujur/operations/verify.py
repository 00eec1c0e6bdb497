"""Checking an issued PDF against the record: every figure is computed again from the rows and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jujur import auditing
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import JujurError, LedgerBroken
from jujur.domain.figures import Figure
from jujur.domain.languages import PREVAILING
from jujur.domain.reports import ReportContent
from jujur.operations.anchors import check_record
from jujur.operations.content import content_of
from jujur.operations.desk import Desk, open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.operations.known import compute_all, figures_of_area, printable
from jujur.operations.seal import seal_differences, seal_in_force
from jujur.operations.sent import sending_differences
from jujur.operations.translating import copy_of
from jujur.record import deliveries, editions, ledger
from jujur.record.canonical import sha256_hex
from jujur.record.database import Session
from jujur.record.edition_seals import seals_of
from jujur.record.ledger import LedgerEntry
from jujur.verifier.inside import open_report

# What is held against a second calculation. How settled a figure is was decided when it was published, not by its rows.
PARTS = ("value", "k", "n", "N", "denominator", "lower", "upper", "rows_digest", "cut_off_at")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of one PDF found. ``differences`` empty means that PDF, record and rows agree.

    ``ledger_events`` is None when the record itself does not hold.
    """

    edition_id: str
    number: str
    sha256: str
    status: str
    figures_compared: int
    ledger_events: int | None
    differences: tuple[str, ...]


def verify_pdf(pdf: bytes) -> Verdict:
    """Holds a PDF against the record. Raises JujurError when it is no report of this desk at all."""
    facts = auditing.read_facts(pdf)
    edition_id = facts["identity"]["edition"]
    printed = auditing.figures_from_json(facts)
    with open_desk() as desk, desk.database.reading() as session:
        edition = editions.edition_by_id(session, edition_id)
        statuses = editions.statuses(session, edition_id)
        sha256 = sha256_hex(pdf)
        # A signed copy is judged as the audited bytes that it begins with, and as a signed copy.
        sealed = next((one for one in seals_of(session, edition_id) if one.sha256 == sha256), None)
        unsigned = sha256 if sealed is None else sealed.unsigned_sha256
        status = next((step for step, digest in statuses.items() if digest == unsigned), None)
        copy = copy_of(session, edition_id, sha256)
        status = EditionStatus.PUBLISHED if copy else status
        slot = desk.config.calendar.slot_of(edition)
        again = figures_of_area(desk, compute_all(desk, session, slot, edition.as_of), edition.area_code)
        stored = editions.figures_of(session, edition_id)
        content = content_of(desk, session, edition, with_decisions=status is not EditionStatus.DRAFTED)
        content = _with_enclosures(desk, session, content, pdf)
        assert content.results_gate is not None
        differences = [
            *_issue_differences(edition_id, status),
            *_figure_differences(
                "PDF", printed, printable(content.results_gate, again, edition, content.withheld)
            ),
            *_figure_differences("catatan edisi", stored, again),
            *auditing.audit(
                pdf[: sealed.unsigned_len] if sealed else pdf, content, copy.language if copy else PREVAILING
            ),
            *(seal_differences(desk, session, edition_id, pdf) if sealed else ()),
            *sending_differences(session, edition_id),
        ]
        events, broken = _events(session)
        differences += broken
    if status is EditionStatus.PUBLISHED and EditionStatus.WITHDRAWN in statuses:
        status = EditionStatus.WITHDRAWN
    return Verdict(
        edition_id,
        edition.number,
        sha256,
        status.value if status else "tidak dikenal",
        len(again),
        events,
        tuple(differences),
    )


def _with_enclosures(desk: Desk, session: Session, content: ReportContent, pdf: bytes) -> ReportContent:
    """``content`` with what an edition of it must carry (P36). What other code enclosed is not for this code to say."""
    if content.edition.code_version == desk.code_version:
        return with_enclosures(desk, session, content)
    return replace(content, enclosures=open_report(pdf).enclosures())


def _events(session: Session) -> tuple[int | None, list[str]]:
    try:
        return ledger.verify(session), []
    except LedgerBroken as error:
        return None, [str(error)]


def _issue_differences(edition_id: str, status: EditionStatus | None) -> Iterator[str]:
    if status not in (EditionStatus.PUBLISHED, EditionStatus.DRAFTED):
        yield f"Berkas ini bukan bita yang diterbitkan sebagai {edition_id}: sidiknya tidak tercatat."


def _figure_differences(
    where: str, found: Mapping[str, Figure], again: Mapping[str, Figure]
) -> Iterator[str]:
    for key in sorted({*found, *again}):
        first, second = found.get(key), again.get(key)
        if first is None or second is None:
            yield f"Angka {key} {'tidak ada pada' if first is None else 'hanya ada pada'} {where}."
            continue
        for part in PARTS:
            if getattr(first, part) != getattr(second, part):
                yield (
                    f"Angka {key} ({part}): {where} menyebut {getattr(first, part)}, "
                    f"hitung ulang dari baris memberi {getattr(second, part)}."
                )


def verify_ledger(
    pdfs: Mapping[str, bytes] | None = None, expected: Sequence[str] = (), since: int = 0
) -> int:
    """Checks the whole record and what anchors it (`operations.anchors`); returns the number of events in its ledger.

    Raises LedgerBroken naming the first broken link.
    """
    with open_desk(is_clock_checked=False) as desk:
        return check_record(desk, pdfs, expected, since)


def ledger_head() -> LedgerEntry:
    """The newest event of the ledger, for an officer to copy down. Raises RecordError while there is none."""
    with open_desk(is_clock_checked=False) as desk, desk.database.reading() as session:
        return ledger.newest(session)


def edition_pdf(desk: Desk, edition_id: str) -> bytes:
    """The newest PDF of an edition: the signed copy that is sent, else the published one, else the draft."""
    with desk.database.reading() as session:
        statuses = editions.statuses(session, edition_id)
        sent = deliveries.attempts(session, "edition", edition_id)
        if seals_of(session, edition_id):
            return desk.raw.get(seal_in_force(session, edition_id, sent[0].sha256 if sent else None).sha256)
    sha256 = statuses.get(EditionStatus.PUBLISHED) or statuses.get(EditionStatus.DRAFTED)
    if not sha256:
        raise JujurError(f"Edisi {edition_id} belum mempunyai berkas.")
    return desk.raw.get(sha256)
