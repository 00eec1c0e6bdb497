"""Revising a slot that was published, and announcing one that was not (P25-P29)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from jujur.domain.editions import Edition, EditionStatus
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure
from jujur.domain.periods import WIB, to_text
from jujur.domain.vintages import Change
from jujur.operations import closing, publish, stamping
from jujur.operations.desk import Desk, open_desk
from jujur.operations.known import compute_all, figures_of_area, frame_of
from jujur.operations.official import is_quoted_anew
from jujur.operations.replacing import predecessor, said_before, said_by
from jujur.record import editions, ledger, vintages
from jujur.record import submissions as records
from jujur.record.database import Session
from jujur.settings.calendar import Slot

LATE = "belum selesai sampai waktu rilis yang direncanakan"


def revise_slot(slot_at: datetime, as_of: datetime | None = None, is_final: bool = False) -> list[str]:
    """Freezes the next revision of a slot; returns the ids of its editions, the city's first. [] when nothing changed.

    ``slot_at``: the slot's own cut-off. ``as_of``: what the revision knows, now by default; always after what the revision
    before knew. An area is revised when its figures or statuses are others than published, and the city with it; a final
    revision revises all areas. A revision that is not settled yet is returned again instead of a new one.

    Raises PublicationBlocked while a first issue is on its way, for an instant before the former cut-off or in the future, and
    for a final revision with open units (P27).
    """
    with open_desk() as desk:
        slot = desk.config.calendar.slot_at(slot_at)
        cut_off = as_of or desk.now()
        with desk.database.reading() as session:
            if pending := _pending(session, slot):
                return pending
            _refuse_instant(session, slot, cut_off, desk.now())
            waiting = records.unread(session, cut_off)
        if waiting:
            from jujur.operations import judging

            judging.judge_submissions(desk, waiting)
        with desk.database.writing() as session:
            if pending := _pending(session, slot):
                return pending
            if is_final:
                closing.refuse_open_units(desk, session, slot, cut_off)
            ids = _freeze(desk, session, slot, cut_off, is_final)
        if ids:
            stamping.stamp_editions(desk, ids)
        return ids


def _newest(session: Session, slot: Slot) -> dict[str, vintages.Vintage]:
    """The newest edition of every area of a slot."""
    found = vintages.of_slot(session, slot.kind, slot.period, slot.release_at)
    return {vintage.area_code: vintage for vintage in found}


def _pending(session: Session, slot: Slot) -> list[str]:
    newest = _newest(session, slot).values()
    if not newest:
        raise PublicationBlocked(
            f"Slot {_clock(slot.cut_off_at)} belum pernah dibekukan; jalankan `jujur publish`."
        )
    on_its_way = [vintage for vintage in newest if not vintage.is_settled]
    if any(vintage.revision == 0 for vintage in on_its_way):
        raise PublicationBlocked(
            f"Terbitan pertama {on_its_way[0].edition_id} belum terbit dan belum ditolak; selesaikan dahulu."
        )
    return [vintage.edition_id for vintage in on_its_way]


def _refuse_instant(session: Session, slot: Slot, cut_off: datetime, now: datetime) -> None:
    former = max(
        editions.edition_by_id(session, vintage.edition_id).as_of
        for vintage in _newest(session, slot).values()
    )
    if cut_off <= former:
        raise PublicationBlocked(
            f"Batas data revisi harus sesudah {_clock(former)} WIB, batas data terbitan sebelumnya."
        )
    if cut_off > now:
        raise PublicationBlocked(f"Batas data revisi {_clock(cut_off)} WIB belum lewat.")


def _clock(instant: datetime) -> str:
    return f"{instant.astimezone(WIB):%d-%m-%Y %H.%M}"


def _freeze(desk: Desk, session: Session, slot: Slot, as_of: datetime, is_final: bool) -> list[str]:
    newest = _newest(session, slot)
    everything = compute_all(desk, session, slot, as_of)
    drafts = [
        _next(desk, session, slot, editions.edition_by_id(session, vintage.edition_id), as_of, is_final)
        for vintage in newest.values()
    ]
    changed = {
        draft.area_code
        for draft in drafts
        if is_final
        or newest[draft.area_code].is_withdrawn
        or _is_changed(desk, session, draft, figures_of_area(desk, everything, draft.area_code))
    }
    if not changed:
        return []
    changed.add(desk.config.gazetteer.city.code)
    chosen = [draft for draft in drafts if draft.area_code in changed]
    for draft in chosen:
        editions.add_edition(session, draft)
        editions.add_status(session, draft.id, EditionStatus.FROZEN, desk.now())
    ledger.append(
        session,
        desk.now(),
        "desk",
        "editions_frozen",
        {
            "editions": [draft.id for draft in chosen],
            "as_of": to_text(as_of),
            "frame": chosen[0].frame_digest,
            "config": desk.config.config_digest,
            "code": desk.code_version,
            "replaces": [newest[draft.area_code].edition_id for draft in chosen],
        },
    )
    return [draft.id for draft in chosen]


def _next(
    desk: Desk, session: Session, slot: Slot, former: Edition, as_of: datetime, is_final: bool
) -> Edition:
    """The next revision after ``former``: the same number, slot and release, later knowledge. What is final stays final."""
    frame = frame_of(session, slot, as_of)
    _, terms_digest = vintages.terms_of(session, slot.starts_at, frame.version)
    return replace(
        former,
        id=f"{former.id.rpartition('-r')[0]}-r{former.revision + 1}",
        revision=former.revision + 1,
        as_of=as_of,
        code_version=desk.code_version,
        config_digest=desk.config.config_digest,
        frame_digest=frame.digest,
        frame_version=frame.version,
        terms_digest=terms_digest,
        ledger_head=ledger.head(session),
        # The head that the issue before printed is entered with the edition (record.editions).
        former_head="",
        is_final=is_final or former.is_final,
    )


def _is_changed(desk: Desk, session: Session, draft: Edition, figures: dict[str, Figure]) -> bool:
    """True when the revision would say something else than what its readers hold; always so where they hold nothing.

    A final report quotes published figures too, and says something else once it knows another one.
    """
    former = predecessor(session, draft)
    if former is None:
        return True
    is_other = said_by(desk, session, draft, figures) != said_before(desk, session, former)
    earlier = editions.edition_by_id(session, former.edition_id)
    return is_other or is_quoted_anew(desk, session, earlier, draft.as_of)


def announce_missing() -> list[datetime]:
    """Tells the readers of every slot whose release has passed without a report, and without a notice, that there is none.

    Returns the cut-offs of the slots announced in this run. Safe to run again: a notice that did not reach everybody is tried
    again for those who lack it, nobody is told twice (P29, L46).
    """
    announced = []
    with open_desk() as desk, desk.database.reading() as session:
        missing = _missing(desk, session)
        told = {
            slot.cut_off_at
            for slot in missing
            for row in session.rows("ledger_events", event="report_not_published")
            if to_text(slot.cut_off_at) in row["payload"]
        }
    for slot, area_codes in missing.items():
        publish.announce_not_published(slot.cut_off_at, LATE, area_codes)
        if slot.cut_off_at not in told:
            announced.append(slot.cut_off_at)
    return announced


def _missing(desk: Desk, session: Session) -> dict[Slot, list[str]]:
    """The slots whose release has passed, with the areas that have no published edition; none before the desk began to work."""
    if ledger.head(session) == ledger.GENESIS:
        return {}
    areas = [
        desk.config.gazetteer.city.code,
        *(area.code for area in desk.config.gazetteer.at_level("kecamatan")),
    ]
    found: dict[Slot, list[str]] = defaultdict(list)
    for slot in desk.config.calendar.publish_slots:
        if slot.release_at >= desk.now():
            continue
        out = {
            vintage.area_code
            for vintage in vintages.of_slot(session, slot.kind, slot.period, slot.release_at)
            if vintage.published_at
        }
        if absent := [code for code in areas if code not in out]:
            found[slot] = absent
    return dict(found)


def errata(edition_id: str) -> list[vintages.ErrataCall]:
    """Who must be told of an error of this edition, or is told by it. Raises RecordError if there is no such edition."""
    with open_desk() as desk, desk.database.reading() as session:
        editions.edition_by_id(session, edition_id)
        return vintages.errata_of(session, edition_id)


def open_units(slot_at: datetime) -> list[closing.OpenUnit]:
    """The units that keep the report of a slot from being final now."""
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.slot_at(slot_at)
        return closing.open_units(desk, session, slot, desk.now())


def changes(edition_id: str) -> tuple[Change, ...]:
    """The change table of an edition. Raises RecordError if there is no such edition."""
    with open_desk() as desk, desk.database.reading() as session:
        editions.edition_by_id(session, edition_id)
        return vintages.changes_of(session, edition_id)
