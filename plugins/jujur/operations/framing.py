"""Freezing: the frame of a period and the terms it is judged by, fixed before the period opens (P03, L23, L24, L49).

Everything that computes or gates a period asks here, never the configuration: what was edited after the freeze has no effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from jujur.domain.errors import PublicationBlocked, RecordError
from jujur.domain.frames import ExpectedReport, Frame, FrameTerms
from jujur.domain.gates import GateRule, ResultsGate
from jujur.domain.periods import WIB, Period, from_text, to_text
from jujur.operations.desk import Desk
from jujur.operations.earlier_frames import terms_told
from jujur.record import events, frames, ledger
from jujur.record.canonical import canonical_json, sha256_hex
from jujur.record.database import Session
from jujur.record.submissions import EVER
from jujur.settings.calendar import ReportingPeriod, Slot
from jujur.settings.thresholds import Thresholds, frozen_thresholds

FROZEN, CHANGED = "frame_frozen", "frame_changed"


def freeze_periods(desk: Desk, session: Session, periods: Sequence[ReportingPeriod], now: datetime) -> str:
    """Freezes the one frame, and its terms, of all periods that start together; says what was done, in Indonesian.

    A period of a publication that opened without a frame is an error, since its report could never state a denominator. Other
    periods that opened before the desk existed are left without one, and that is said.
    """
    names, starts_at = ", ".join(period.id for period in periods), periods[0].starts_at
    if now >= starts_at:
        if any(slot.starts_at == starts_at for slot in desk.config.calendar.publish_slots):
            raise RecordError(f"Kerangka {names} tidak dapat dibekukan lagi: periodenya sudah dibuka (P03).")
        return f"kerangka {names} tidak dibekukan: masanya sudah dibuka sebelum desk ini dimulai"
    reports = configured_reports(desk, periods)
    frame = Frame(1, tuple(reports), now, frames.frame_digest(reports))
    enter(desk, session, frame, configured_terms(desk, periods), "desk", "", {})
    return f"kerangka {names} dibekukan: {len(frame.reports)} laporan wajib"


def enter(
    desk: Desk,
    session: Session,
    frame: Frame,
    terms: Mapping[str, Any],
    actor: str,
    reason: str,
    changes: Mapping[str, Any],
) -> FrameTerms:
    """Writes one version of a frame with its terms down, and tells the ledger."""
    starts_at = frame.reports[0].period.starts_at
    digest = frames.terms_digest(starts_at, frame.version, frame.digest, terms, actor, reason)
    frozen = FrameTerms(starts_at, frame.version, frame.frozen_at, frame.digest, terms, digest, actor, reason)
    frames.freeze(session, frame, desk.config.gazetteer)
    frames.freeze_terms(session, frozen)
    payload = {
        "period_start": to_text(starts_at),
        "periods": terms["periods"],
        "period_end": max(item["ends_at"] for item in terms["periods"]),
        "due_at": min(item["due_at"] for item in terms["periods"]),
        "version": frame.version,
        "reports": len(frame.reports),
        "digest": frame.digest,
        "terms": digest,
        "config": desk.config.config_digest,
        "rules": terms["rules_version"],
        "thresholds": terms["thresholds"],
        **({"reason": reason, "changes": dict(changes)} if frame.version > 1 else {}),
    }
    ledger.append(session, frame.frozen_at, actor, FROZEN if frame.version == 1 else CHANGED, payload)
    return frozen


def configured_reports(desk: Desk, periods: Sequence[ReportingPeriod]) -> list[ExpectedReport]:
    """The expected reports of periods that start together, as the configuration has them now."""
    gazetteer, reports = desk.config.gazetteer, []
    for period in periods:
        for form in (desk.config.forms[form_id] for form_id in period.forms):
            for area in gazetteer.at_level(form.unit_level):
                place = area.parent_code if form.unit_level == "tps" else area.code
                reports.append(
                    ExpectedReport(area.code, place or area.code, form.id, period.period, period.due_at)
                )
    return reports


def configured_terms(desk: Desk, periods: Sequence[ReportingPeriod]) -> dict[str, Any]:
    """The terms of periods that start together, as the configuration has them now: plain JSON values, instants as text."""
    config, thresholds = desk.config, asdict(desk.config.thresholds)
    slots = [slot for slot in config.calendar.publish_slots if slot.starts_at == periods[0].starts_at]
    return {
        "thresholds": thresholds,
        "gates": [config.gate_rule.to_terms()],
        "results_gate": config.results_gate.to_terms(),
        "forms": {
            form_id: {
                "version": config.forms[form_id].version,
                "digest": sha256_hex(canonical_json(asdict(config.forms[form_id]))),
            }
            for form_id in sorted({form_id for period in periods for form_id in period.forms})
        },
        "rules_version": config.rules_version,
        "periods": [
            {
                "id": period.id,
                "forms": list(period.forms),
                "starts_at": to_text(period.starts_at),
                "ends_at": to_text(period.ends_at),
                "due_at": to_text(period.due_at),
            }
            for period in periods
        ],
        "slots": [slot_facts(slot) for slot in slots],
        "dropped_units": [],
    }


def slot_facts(slot: Slot) -> dict[str, str]:
    """What of a slot is frozen: its kind, its end, and when its data and its report are due."""
    return {
        "kind": slot.kind,
        "ends_at": to_text(slot.ends_at),
        "cut_off_at": to_text(slot.cut_off_at),
        "release_at": to_text(slot.release_at),
    }


def versions_known(session: Session, period_start: datetime, as_of: datetime) -> list[FrameTerms]:
    """Every version of a period's frame and terms known at ``as_of``, the first one first, each of them as the ledger says.

    Raises RecordError where there is none, where the first was frozen after its period opened, or where one was put into the
    record around `jujur frame change`.
    """
    versions = _versions(session, period_start, as_of)
    day = period_start.astimezone(WIB).strftime("%Y-%m-%d %H.%M")
    if not versions:
        raise RecordError(f"Ketentuan kerangka wajib lapor {day} WIB belum dibekukan. Jalankan `jujur init`.")
    if versions[0].frozen_at >= period_start:
        raise RecordError(
            f"Kerangka {day} WIB dibekukan sesudah masanya dibuka; tidak sah sebagai penyebut (P03)."
        )
    for item in (item for item in versions if item.digest):
        digest = frames.terms_digest(
            item.period_start, item.version, item.frame_digest, item.terms, item.actor, item.reason
        )
        is_told = any(events.naming(session, event, "terms", item.digest) for event in (FROZEN, CHANGED))
        if item.digest != digest or not is_told:
            raise RecordError(
                f"Kerangka {day} WIB versi {item.version} tidak tercatat di buku besar seperti isinya (P03, L23). "
                "Kerangka hanya boleh diubah dengan `jujur frame change`."
            )
    return versions


def _versions(session: Session, period_start: datetime, as_of: datetime) -> list[FrameTerms]:
    """All versions; the first one of a record older than terms is what its ledger event said."""
    versions = frames.terms_known(session, period_start, as_of)
    is_first_missing = not versions or versions[0].version > 1
    return [*(terms_told(session, period_start, as_of) if is_first_missing else ()), *versions]


def refuse_altered_reports(session: Session, terms: FrameTerms) -> None:
    """Raises RecordError when the expected reports of a version are not those that were frozen (L23)."""
    reports = frames.reports_of(session, terms.period_start, terms.version)
    if frames.frame_digest(reports) != terms.frame_digest:
        raise RecordError(
            f"Daftar laporan wajib kerangka versi {terms.version} tidak cocok dengan sidik yang dibekukan (P03, L23)."
        )


def refuse_other_calendar(terms: FrameTerms, slot: Slot) -> None:
    """Raises PublicationBlocked when the configured slot is not one that was frozen with the frame (L24, P29)."""
    frozen = terms.terms["slots"]
    # A frame older than terms was frozen without its slots (earlier_frames).
    if frozen is not None and slot_facts(slot) not in frozen:
        raise PublicationBlocked(
            f"Terbitan {slot.kind} {slot.period.day.isoformat()}: batas data atau waktu rilis pada kalender tidak sama "
            "dengan yang dibekukan bersama kerangka (L24). Kembalikan kalender; laporan hanya terbit menurut kalender beku."
        )


def thresholds_of(desk: Desk, terms: FrameTerms) -> Thresholds:
    """The thresholds that a period is judged and gated by."""
    return frozen_thresholds(terms.terms["thresholds"], desk.config.thresholds)


def thresholds_known(desk: Desk, session: Session, period_start: datetime, as_of: datetime) -> Thresholds:
    """The thresholds of a period as known at ``as_of``; the configured ones for a period that has no frame."""
    versions = _versions(session, period_start, as_of)
    return thresholds_of(desk, versions[-1]) if versions else desk.config.thresholds


def gate_rule_of(desk: Desk, terms: FrameTerms) -> GateRule:
    """The rule that statuses of a period follow from; a frame without one takes the configured rule, by its own thresholds."""
    for frozen in terms.terms["gates"]:
        return GateRule.from_terms(frozen)
    return desk.config.gate_rule.by(asdict(thresholds_of(desk, terms)))


def results_gate_of(desk: Desk, terms: FrameTerms) -> ResultsGate:
    """From when the editions of a period may print vote figures, as frozen (P19)."""
    frozen = terms.terms.get("results_gate")
    return ResultsGate.from_terms(frozen) if frozen else desk.config.results_gate


def due_times(terms: FrameTerms) -> dict[str, datetime]:
    """When each form that the frame asks for is due, as frozen."""
    return {
        form_id: from_text(item["due_at"]) for item in terms.terms["periods"] for form_id in item["forms"]
    }


def period_of_form(terms: FrameTerms, form_id: str) -> Period | None:
    """The period in which a form is owed, as frozen; None for a form that is not owed."""
    for item in terms.terms["periods"]:
        if form_id in item["forms"]:
            return Period(from_text(item["starts_at"]), from_text(item["ends_at"]))
    return None


class TermsAtReceipt:
    """The terms that held when a file was received, for periods that have a frame; each period is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._versions: dict[datetime, list[FrameTerms]] = {}

    def at(self, period_start: datetime, received_at: datetime) -> FrameTerms | None:
        """The newest version known at ``received_at``, the first one for whatever came before it was frozen."""
        if period_start not in self._versions:
            self._versions[period_start] = _versions(self._session, period_start, EVER)
        versions = self._versions[period_start]
        known = [item for item in versions if item.frozen_at <= received_at]
        return known[-1] if known else next(iter(versions), None)
