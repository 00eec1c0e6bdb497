"""Publishing: freeze the cut-off, compute, draft, decide, finish. Each step is idempotent and each is a ledger event.

Every step runs in a process of its own: what only one of them needs (validation, rendering, auditing) is imported there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, cast

from jujur.domain.editions import Act, Edition, EditionStatus, HumanDecision
from jujur.domain.errors import CalculatorsDisagree, DecisionRefused, PublicationBlocked
from jujur.domain.figures import FigureStatus
from jujur.domain.periods import WIB, to_text
from jujur.domain.reports import ReportContent
from jujur.operations import closing, limited, replacing, self_tests, stamping
from jujur.operations.act_content import refuse_shared_hands
from jujur.operations.agreement import agreed_figures, note_disagreement
from jujur.operations.content import content_of
from jujur.operations.desk import Desk, open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.operations.figure_digest import figures_digest
from jujur.operations.framing import refuse_other_calendar, versions_known
from jujur.operations.known import figures_of_area
from jujur.record import editions, ledger
from jujur.record import submissions as records
from jujur.record.database import Session
from jujur.settings.calendar import Slot

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MINIMUM_REASON = 20


def freeze_editions(slot_at: datetime) -> list[str]:
    """Fixes what every edition of a slot is about; returns their ids, the city's first, then by area code.

    Everything that was received by the cut-off is judged first, so that nothing received in time is left out.
    """
    with open_desk() as desk:
        slot = desk.config.calendar.slot_at(slot_at)
        if desk.now() < slot.cut_off_at:
            cut_off = slot.cut_off_at.astimezone(WIB).strftime("%Y-%m-%d %H.%M")
            hint = f' Geser jam demonstrasi: jujur clock "{cut_off}".' if desk.config.is_demonstration else ""
            raise PublicationBlocked(
                f"Batas data {cut_off} WIB belum lewat; edisi belum dapat dibekukan.{hint}"
            )
        with desk.database.reading() as session:
            waiting = records.unread(session, slot.cut_off_at)
        if waiting:
            from jujur.operations import judging

            judging.judge_submissions(desk, waiting)
        with desk.database.writing() as session:
            frozen = session.rows("editions_of_slot", kind=slot.kind, as_of=to_text(slot.cut_off_at))
            ids = [row["edition_id"] for row in frozen] or _freeze(desk, session, slot)
        stamping.stamp_editions(desk, ids)
        return ids


def _freeze(desk: Desk, session: Session, slot: Slot) -> list[str]:
    terms, now = versions_known(session, slot.starts_at, slot.cut_off_at)[-1], desk.now()
    refuse_other_calendar(terms, slot)
    if slot.kind == "akhir":
        closing.refuse_open_units(desk, session, slot, slot.cut_off_at)
    head = ledger.head(session)
    row = session.row("slot_count", kind=slot.kind, as_of=to_text(slot.cut_off_at))
    number = (int(row["slot_count"]) if row else 0) + 1
    ids = []
    for area in (desk.config.gazetteer.city, *desk.config.gazetteer.at_level("kecamatan")):
        day = slot.period.day
        suffix = "" if area.level == "kota" else f".{area.code.rsplit('.', 1)[1]}"
        edition = Edition(
            id=f"{day:%Y%m%d}-{slot.cut_off_at.astimezone(WIB):%H%M}-{slot.kind}-{area.code}-r0",
            number=f"{number:03d}{suffix}/DESK/{ROMAN[day.month - 1]}/{day.year}",
            kind=slot.kind,
            area_code=area.code,
            period=slot.period,
            revision=0,
            as_of=slot.cut_off_at,
            release_at=slot.release_at,
            code_version=desk.code_version,
            config_digest=desk.config.config_digest,
            frame_digest=terms.frame_digest,
            ledger_head=head,
            frame_version=terms.version,
            terms_digest=terms.digest,
            is_final=slot.kind == "akhir",
        )
        editions.add_edition(session, edition)
        editions.add_status(session, edition.id, EditionStatus.FROZEN, now)
        ids.append(edition.id)
    ledger.append(
        session,
        now,
        "desk",
        "editions_frozen",
        {
            "editions": ids,
            "as_of": to_text(slot.cut_off_at),
            "frame": terms.frame_digest,
            "terms": terms.digest,
            "config": desk.config.config_digest,
            "code": desk.code_version,
        },
    )
    return ids


def compute_figures(edition_ids: Sequence[str]) -> None:
    """Computes and enters the figures of editions, as known at their cut-off.

    Raises CalculatorsDisagree, after the ledger has it, when the second calculator finds anything else (P34).
    """
    with open_desk() as desk:
        try:
            _compute_figures(desk, edition_ids)
        except CalculatorsDisagree as error:
            note_disagreement(desk, edition_ids, error)
            raise


def _compute_figures(desk: Desk, edition_ids: Sequence[str]) -> None:
    with desk.database.writing() as session:
        waiting = [
            editions.edition_by_id(session, edition_id)
            for edition_id in edition_ids
            if EditionStatus.COMPUTED not in editions.statuses(session, edition_id)
        ]
        if not waiting:
            return
        slot = desk.config.calendar.slot_of(waiting[0])
        everything = agreed_figures(desk, session, slot, waiting[0].as_of)
        examination = self_tests.Examination(desk, session, waiting)
        for edition in waiting:
            figures = figures_of_area(desk, everything, edition.area_code)
            revision = replacing.revision_of(desk, session, edition, figures)
            standing = FigureStatus(revision.figure_standing(edition))
            figures = {key: replace(figure, status=standing) for key, figure in figures.items()}
            editions.add_figures(session, edition.id, figures.values())
            replacing.enter_changes(session, edition, revision)
            digest = figures_digest(figures)
            said = self_tests.written(examination.of(edition, figures))
            editions.add_status(session, edition.id, EditionStatus.COMPUTED, desk.now(), digest, said)
            ledger.append(
                session,
                desk.now(),
                "desk",
                "figures_computed",
                {
                    "edition": edition.id,
                    "figures": len(figures),
                    "digest": digest,
                    "tested": json.loads(said),
                },
            )


def draft_edition(edition_id: str) -> str:
    """Renders and audits the draft that officers judge; returns its sha256."""
    return _build(edition_id, EditionStatus.DRAFTED, "edition_drafted", with_decisions=False)


def finish_edition(edition_id: str) -> str:
    """Renders the edition with its decisions, audits it, and declares it published; returns its sha256.

    Raises DecisionRefused unless both officers agreed (P38): nothing can be finished around them.
    """
    with open_desk() as desk, desk.database.reading() as session:
        decisions = editions.decisions_of(session, edition_id)
        if {item.act for item in decisions if item.is_agreed} != {"verify", "approve"}:
            raise DecisionRefused(f"Edisi {edition_id} belum disetujui dua petugas; tidak dapat diterbitkan.")
    return _build(edition_id, EditionStatus.PUBLISHED, "edition_published", with_decisions=True)


def _build(edition_id: str, status: EditionStatus, event: str, with_decisions: bool) -> str:
    with open_desk() as desk:
        with desk.database.reading() as session:
            done = editions.statuses(session, edition_id).get(status)
            if done:
                return done
            content = content_of(desk, session, editions.edition_by_id(session, edition_id), with_decisions)
            content = with_enclosures(desk, session, content)
        from jujur import rendering

        try:
            pdf = rendering.render(content, desk.assets).pdf
        except rendering.UnsourcedNumeral as error:
            limited.note_unprintable(desk, edition_id, status, str(error))
            raise
        result = limited.audited(desk, content, status, pdf)
        sha256 = desk.raw.put(pdf)
        with desk.database.writing() as session:
            done = editions.statuses(session, edition_id).get(status)
            if done:
                return done
            limited.enter_passed(desk, session, edition_id, status, sha256, result)
            editions.add_status(session, edition_id, status, desk.now(), sha256, "audit lulus")
            if status is EditionStatus.PUBLISHED:
                replacing.enter_replacement(desk, session, content)
            ledger.append(
                session,
                desk.now(),
                "desk",
                event,
                {"edition": edition_id, "sha256": sha256, "size": len(pdf), "audit_passed": True},
            )
        return sha256


def record_decision(edition_ids: Sequence[str], act: str, actor: str, is_agreed: bool, reason: str) -> None:
    """Enters an officer's decision about editions; the same decision given again changes nothing.

    Raises DecisionRefused when the person may not take it, already took the other one, or rejects (after the rejection
    has been recorded: a rejection is a decision too, P38).
    """
    if act not in ("verify", "approve"):
        raise DecisionRefused(f"Tindakan {act} tidak dikenal.")
    with open_desk() as desk:
        _refuse_unauthorised(desk, act, actor)
        if not is_agreed and len(reason.strip()) < MINIMUM_REASON:
            reason = f"(alasan tidak ditulis lengkap) {reason}".strip()
        # All of them first: a decision that stands for some editions only would keep every other officer from the rest.
        with desk.database.reading() as session:
            for edition_id in edition_ids:
                refuse_shared_hands(desk, session, edition_id, cast(Act, act), actor)
        for edition_id in edition_ids:
            _decide(desk, edition_id, cast(Act, act), actor, is_agreed, reason.strip())
    if not is_agreed:
        raise DecisionRefused(f"Ditolak oleh {actor}: {reason}")


def _refuse_unauthorised(desk: Desk, act: str, actor: str) -> None:
    officer = next((officer for officer in desk.config.officers if officer.id == actor), None)
    if officer is None or officer.act != act:
        raise DecisionRefused(f"{actor} tidak berwenang untuk tindakan {act}.")


def _decide(desk: Desk, edition_id: str, act: Act, actor: str, is_agreed: bool, reason: str) -> None:
    status = EditionStatus.REJECTED if not is_agreed else _STEP[act]
    with desk.database.writing() as session:
        steps = editions.statuses(session, edition_id)
        if EditionStatus.DRAFTED not in steps:
            raise DecisionRefused(f"Edisi {edition_id} belum dirancang; tidak ada yang dapat diputuskan.")
        taken = {item.act: item for item in editions.decisions_of(session, edition_id)}
        if act in taken:
            if (taken[act].actor, taken[act].is_agreed) == (actor, is_agreed):
                return
            raise DecisionRefused(f"Edisi {edition_id} sudah diputuskan oleh {taken[act].actor}.")
        refuse_shared_hands(desk, session, edition_id, act, actor)
        if act == "approve" and not ("verify" in taken and taken["verify"].is_agreed):
            raise DecisionRefused(f"Edisi {edition_id} belum diverifikasi.")
        decision = HumanDecision(act, actor, is_agreed, reason, desk.now())
        editions.add_decision(session, edition_id, decision)
        editions.add_status(session, edition_id, status, desk.now(), steps[EditionStatus.DRAFTED], reason)
        ledger.append(
            session,
            desk.now(),
            actor,
            "decision_taken",
            {
                "edition": edition_id,
                "act": act,
                "is_agreed": is_agreed,
                "reason": reason,
                "draft": steps[EditionStatus.DRAFTED],
            },
        )


_STEP: dict[Literal["verify", "approve"], EditionStatus] = {
    "verify": EditionStatus.VERIFIED,
    "approve": EditionStatus.APPROVED,
}


def describe_for_decision(edition_ids: Sequence[str]) -> str:
    """What an officer must know before deciding, as Markdown: the worst first, and where the drafts are."""
    with open_desk() as desk, desk.database.reading() as session:
        parts = []
        for edition_id in edition_ids:
            edition = editions.edition_by_id(session, edition_id)
            content = content_of(desk, session, edition, with_decisions=False)
            parts.append(
                _describe(desk, content, editions.statuses(session, edition_id)[EditionStatus.DRAFTED] or "")
            )
        return "\n\n".join(parts)


def _describe(desk: Desk, content: ReportContent, sha256: str) -> str:
    code = content.area.code

    def count(name: str) -> int:
        return content.figures[f"{code}/{name}"].k

    status, unit = content.statuses[0], content.unit_figure
    lines = [
        f"### {content.area.name}: {status.status.value}",
        f"- Nomor {content.edition.number}, data sampai {content.edition.as_of.astimezone(WIB):%d-%m-%Y %H.%M} WIB",
        f"- Melapor {count('coverage')} dari {count(unit('expected'))} {content.unit_word}, "
        f"terlambat {count(unit('late'))}, belum melapor {count(unit('not_received'))}",
        f"- Baris ditahan {count('rows_held')}, baris ganda {count('rows_duplicate')}; "
        f"insiden berat terbuka {count('incidents_open_severe')}",
        *(f"- Sebab: {reason}" for reason in status.reasons),
        f"- Rancangan: `jujur show {content.edition.id}` (sha256 `{sha256[:16]}…`)",
    ]
    return "\n".join(lines)


def announce_not_published(slot_at: datetime, reason: str, area_codes: Collection[str] | None = None) -> None:
    """Writes down that a slot has no report and why, and tells its recipients: silence is never an answer (P29).

    ``area_codes``: the areas without one, where others have theirs. A notice sent again keeps the reason it first had.
    """
    from jujur.operations import deliver

    with open_desk() as desk:
        slot = desk.config.calendar.slot_at(slot_at)
        with desk.database.writing() as session:
            reason = _refusal(desk, session, slot) or limited.reason_of(session, slot, area_codes) or reason
            told = [
                row
                for row in session.rows("ledger_events", event="report_not_published")
                if to_text(slot_at) in row["payload"]
            ]
            if told:
                reason = json.loads(told[0]["payload"])["reason"]
            else:
                payload = {"kind": slot.kind, "as_of": to_text(slot_at), "reason": reason[:500]}
                ledger.append(session, desk.now(), "desk", "report_not_published", payload)
        deliver.send_notice(desk, slot, reason, area_codes)


def _refusal(desk: Desk, session: Session, slot: Slot) -> str:
    """Which office refused the editions of a slot and why; its words only where they pass the gate for words (P12, P43)."""
    from jujur import auditing

    for row in session.rows("editions_of_slot", kind=slot.kind, as_of=to_text(slot.cut_off_at)):
        for decision in editions.decisions_of(session, row["edition_id"]):
            if not decision.is_agreed:
                office = desk.config.office_of(decision.actor)
                if auditing.audit_words(decision.reason, (), "alasan"):
                    return f"ditolak oleh {office}; alasannya tercatat di buku besar desk"
                return f"ditolak oleh {office}: {decision.reason}"
    return ""
