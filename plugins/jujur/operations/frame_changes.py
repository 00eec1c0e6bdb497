"""Changing a frozen frame: only as an act of a data officer with a reason, as a new version, and printed (P03, L23, L24, L49)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from jujur.domain.acts import MINIMUM_REASON
from jujur.domain.errors import DecisionRefused
from jujur.domain.frames import ExpectedReport, Frame, FrameTerms
from jujur.domain.gates import GateRule
from jujur.domain.periods import from_text, to_text
from jujur.operations.desk import Desk
from jujur.operations.frame_differences import differences, moment
from jujur.operations.framing import (
    configured_reports,
    configured_terms,
    enter,
    thresholds_of,
    versions_known,
)
from jujur.record import frames
from jujur.record.database import Session
from jujur.settings.calendar import ReportingPeriod
from jujur.settings.thresholds import changed_thresholds


@dataclass(frozen=True, slots=True)
class FrameChange:
    """What an officer wants to be otherwise in one reporting period. Thresholds hold for all periods that start with it."""

    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    due_at: datetime | None = None
    thresholds: Mapping[str, int] = field(default_factory=dict)


def change_frame(desk: Desk, period_id: str, change: FrameChange, officer_id: str, reason: str) -> list[str]:
    """Freezes the next version of a frame and its terms; returns what became different, in Indonesian.

    Raises DecisionRefused when the officer may not, the reason is no sentence, nothing would change, or the change would hide
    what was already said or a whole kecamatan.
    """
    reason = reason.strip()
    _refuse_unauthorised(desk, officer_id, reason)
    period, now = period_called(desk, period_id), desk.now()
    with desk.database.writing() as session:
        former = versions_known(session, period.starts_at, now)[-1]
        before = frames.reports_of(session, period.starts_at, former.version)
        owed = next((item for item in former.terms["periods"] if item["id"] == period_id), None)
        if owed is None:
            raise DecisionRefused(f"Masa laporan {period_id} tidak ada dalam kerangka yang dibekukan.")
        _refuse_hiding(desk, session, owed["forms"], before, change.drop, now)
        after = _redone(desk, owed, before, change)
        _refuse_empty_kecamatan(desk, before, after)
        terms = _redone_terms(desk, former, period_id, change)
        said = differences(former.terms, before, terms, after)
        if not said:
            raise DecisionRefused("Tidak ada yang berubah; kerangka tetap versi yang sama.")
        frame = Frame(former.version + 1, tuple(after), now, frames.frame_digest(after))
        enter(desk, session, frame, terms, officer_id, reason, _event(period_id, change, former))
    return said


def period_called(desk: Desk, period_id: str) -> ReportingPeriod:
    """The reporting period of the calendar with this id. Raises DecisionRefused when there is none."""
    for period in desk.config.calendar.reporting_periods:
        if period.id == period_id:
            return period
    known = ", ".join(period.id for period in desk.config.calendar.reporting_periods)
    raise DecisionRefused(f"Masa laporan {period_id} tidak dikenal; yang ada: {known}.")


def differs_from_configuration(
    desk: Desk, session: Session, periods: Sequence[ReportingPeriod], now: datetime
) -> str | None:
    """What the configuration would freeze otherwise than it was frozen, in one sentence.

    None where they agree, and for a frame older than terms, of which too little was frozen to say.
    """
    starts_at = periods[0].starts_at
    frozen = versions_known(session, starts_at, now)[-1]
    if not frozen.digest:
        return None
    said = differences(
        frozen.terms,
        frames.reports_of(session, starts_at, frozen.version),
        configured_terms(desk, periods),
        configured_reports(desk, periods),
    )
    if not said:
        return None
    names = ", ".join(period.id for period in periods)
    return (
        f"Perhatian: kerangka {names} yang beku berbeda dari konfigurasi ({'; '.join(said)}). "
        "Konfigurasi tidak berpengaruh; hanya `jujur frame change` yang dapat mengubah kerangka."
    )


def _refuse_unauthorised(desk: Desk, officer_id: str, reason: str) -> None:
    if not any(officer.id == officer_id and officer.act == "data" for officer in desk.config.officers):
        raise DecisionRefused(f"{officer_id} tidak berwenang mengubah kerangka; hanya petugas data (P42).")
    if len(reason) < MINIMUM_REASON:
        raise DecisionRefused(
            f"Alasan paling sedikit {MINIMUM_REASON} huruf (P42); alasan ini dicetak dalam laporan."
        )


def _refuse_hiding(
    desk: Desk,
    session: Session,
    form_ids: Iterable[str],
    before: Sequence[ExpectedReport],
    drop: Iterable[str],
    now: datetime,
) -> None:
    """A unit that has said something stays: dropping it would hide what was said, not who was silent."""
    starts_at = to_text(before[0].period.starts_at)
    for form_id in form_ids:
        heard = {
            row["unit_code"]
            for row in session.rows(f"units_heard:{form_id}", period_start=starts_at, as_of=to_text(now))
        }
        if spoken := sorted(heard.intersection(drop)):
            raise DecisionRefused(
                f"Unit {', '.join(spoken)} sudah dilaporkan pada formulir {form_id}; unit yang sudah melapor tidak dapat "
                "dikeluarkan dari kerangka."
            )


def _redone(
    desk: Desk, owed: Mapping[str, Any], before: Sequence[ExpectedReport], change: FrameChange
) -> list[ExpectedReport]:
    """The expected reports of the next version."""
    # A form of events is owed by every kecamatan, always (P02, P14): only reports of units can be dropped or added.
    forms = [desk.config.forms[form_id] for form_id in owed["forms"]]
    changeable = {form.id: form for form in forms if not form.is_event}
    known = {(report.form_id, report.unit_code) for report in before}
    dropped = {(form_id, code) for form_id in changeable for code in change.drop} & known
    if missing := sorted(set(change.drop) - {code for _, code in dropped}):
        raise DecisionRefused(f"Unit {', '.join(missing)} tidak ada dalam kerangka {owed['id']}.")
    kept = [report for report in before if (report.form_id, report.unit_code) not in dropped]
    pattern = next(report for report in before if report.form_id in owed["forms"])
    for code in change.add:
        area = desk.config.gazetteer.get(code)
        wanting = [form for form in changeable.values() if area is not None and form.unit_level == area.level]
        fresh = [form for form in wanting if (form.id, code) not in known]
        if area is None or not fresh:
            raise DecisionRefused(
                f"Unit {code} tidak dapat ditambahkan: bukan wilayah desk ini, bukan unit formulir {owed['id']}, "
                "atau sudah ada dalam kerangka."
            )
        place = area.parent_code if area.level == "tps" and area.parent_code else area.code
        kept += [ExpectedReport(code, place, form.id, pattern.period, pattern.due_at) for form in fresh]
    if change.due_at is not None:
        due_at = change.due_at
        kept = [replace(item, due_at=due_at) if item.form_id in owed["forms"] else item for item in kept]
    return kept


def _refuse_empty_kecamatan(
    desk: Desk, before: Sequence[ExpectedReport], after: Sequence[ExpectedReport]
) -> None:
    def places(reports: Sequence[ExpectedReport]) -> set[tuple[str, str]]:
        return {
            (report.form_id, area.code)
            for report in reports
            if (area := desk.config.gazetteer.ancestor(report.area_code, "kecamatan"))
        }

    if emptied := sorted(places(before) - places(after)):
        names = ", ".join(desk.config.gazetteer[code].name for _, code in emptied)
        raise DecisionRefused(
            f"Kecamatan {names} akan hilang dari kerangka; setiap kecamatan selalu wajib lapor (P02)."
        )


def _redone_terms(desk: Desk, former: FrameTerms, period_id: str, change: FrameChange) -> dict[str, Any]:
    """The terms of the next version: what the officer changes, and nothing that the configuration has become since."""
    terms = dict(former.terms)
    if change.thresholds:
        thresholds = changed_thresholds(thresholds_of(desk, former), change.thresholds)
        frozen = terms["thresholds"]
        terms["thresholds"] = {name: thresholds.value(name) for name in sorted({*frozen, *change.thresholds})}
        terms["gates"] = [
            GateRule.from_terms(gate).by(asdict(thresholds)).to_terms() for gate in terms["gates"]
        ]
    if change.due_at is not None:
        _refuse_impossible_due(terms, period_id, change.due_at)
        terms["periods"] = [
            {**item, "due_at": to_text(change.due_at)} if item["id"] == period_id else item
            for item in terms["periods"]
        ]
    terms["dropped_units"] = sorted({*terms["dropped_units"], *change.drop} - set(change.add))
    return terms


def _refuse_impossible_due(terms: Mapping[str, Any], period_id: str, due_at: datetime) -> None:
    period = next(item for item in terms["periods"] if item["id"] == period_id)
    if due_at <= from_text(period["starts_at"]):
        raise DecisionRefused(
            f"Batas kirim harus sesudah masa {period_id} dibuka ({moment(period['starts_at'])})."
        )
    for slot in terms["slots"] or ():
        if slot["ends_at"] == period["ends_at"] and due_at > from_text(slot["cut_off_at"]):
            raise DecisionRefused(
                f"Batas kirim tidak boleh sesudah batas data ({moment(slot['cut_off_at'])})."
            )


def _event(period_id: str, change: FrameChange, former: FrameTerms) -> dict[str, Any]:
    return {
        "period": period_id,
        "drop": list(change.drop),
        "add": list(change.add),
        "due_at": to_text(change.due_at) if change.due_at else None,
        "thresholds": dict(change.thresholds),
        "former_terms": former.digest,
    }
