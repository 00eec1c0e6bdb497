"""Setting a desk up: areas, the frozen frame, and the clock of a demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from jujur.domain.areas import Area
from jujur.domain.errors import ConfigurationError, RecordError
from jujur.domain.frames import ExpectedReport, Frame
from jujur.domain.periods import WIB, to_text
from jujur.operations.desk import Desk
from jujur.operations.spot_check import commit_seeds
from jujur.record import frames, ledger
from jujur.record.database import Session
from jujur.settings import clock
from jujur.settings.calendar import ReportingPeriod


def initialise(desk: Desk) -> list[str]:
    """Enters new areas and freezes the frame of every period that has none yet; returns what was done, in Indonesian.

    A frame is frozen before its period opens (P03). Running it again does nothing.
    """
    now, done = desk.now(), []
    with desk.database.writing() as session:
        known = {row["code"] for row in session.rows("area_codes")}
        fresh = [area for area in _all_areas(desk) if area.code not in known]
        session.run_many(
            "insert_area",
            [
                {
                    "code": area.code,
                    "name": area.name,
                    "level": area.level,
                    "parent_code": area.parent_code,
                    "valid_from": to_text(now),
                }
                for area in fresh
            ],
        )
        if fresh:
            ledger.append(
                session,
                now,
                "desk",
                "areas_entered",
                {"areas": len(fresh), "config": desk.config.config_digest},
            )
            done.append(f"{len(fresh)} wilayah dicatat")
        for starts_at, periods in groupby(desk.config.calendar.reporting_periods, attrgetter("starts_at")):
            if frames.frozen_frame(session, starts_at, now) is None:
                done.append(_freeze(desk, session, list(periods), now))
        done += commit_seeds(desk, session, now)
    (desk.home / "inbox").mkdir(exist_ok=True)
    for team in desk.config.teams:
        (desk.home / "inbox" / team.id).mkdir(exist_ok=True)
    return done


def shift_clock(desk: Desk, desk_time: datetime, reason: str) -> None:
    """Moves the desk's clock so that it is ``desk_time`` now; the ledger knows first.

    Possible in a demonstration only, and never backwards behind what the record already holds. Later use cases must open
    the desk anew to live in the new time.
    """
    if not desk.config.is_demonstration:
        raise ConfigurationError("Jam desk hanya dapat digeser pada desk demonstrasi.")
    real = datetime.now(UTC)
    shift = timedelta(seconds=round((desk_time - real).total_seconds()))
    with desk.database.writing() as session:
        newest = session.row("ledger_newest_at")
        if newest and newest["at"] > to_text(desk_time):
            raise RecordError(f"Jam tidak dapat mundur: buku besar sudah mencatat {newest['at']}.")
        ledger.append(
            session,
            desk_time,
            "desk",
            "clock_shifted",
            {"shift_seconds": int(shift.total_seconds()), "real_time": to_text(real), "reason": reason},
        )
        clock.write_shift(desk.home, shift)


def _all_areas(desk: Desk) -> list[Area]:
    gazetteer = desk.config.gazetteer
    return [area for level in ("kota", "kecamatan", "kelurahan", "tps") for area in gazetteer.at_level(level)]


def _freeze(desk: Desk, session: Session, periods: Sequence[ReportingPeriod], now: datetime) -> str:
    """Freezes the one frame of all periods that start together; says what was done.

    A period of a publication that opened without a frame is an error, since its report could never state a denominator. Other
    periods that opened before the desk existed are left without one, and that is said.
    """
    names, starts_at = ", ".join(period.id for period in periods), periods[0].starts_at
    if now >= starts_at:
        if any(slot.starts_at == starts_at for slot in desk.config.calendar.publish_slots):
            raise RecordError(f"Kerangka {names} tidak dapat dibekukan lagi: periodenya sudah dibuka (P03).")
        return f"kerangka {names} tidak dibekukan: masanya sudah dibuka sebelum desk ini dimulai"
    frame = _frame_of(desk, periods, now)
    frames.freeze(session, frame, desk.config.gazetteer)
    ledger.append(session, now, "desk", "frame_frozen", _frame_event(desk, periods, frame))
    return f"kerangka {names} dibekukan: {len(frame.reports)} laporan wajib"


def _frame_of(desk: Desk, periods: Sequence[ReportingPeriod], now: datetime) -> Frame:
    gazetteer = desk.config.gazetteer
    reports = []
    for period in periods:
        for form in (desk.config.forms[form_id] for form_id in period.forms):
            for area in gazetteer.at_level(form.unit_level):
                place = area.parent_code if form.unit_level == "tps" else area.code
                reports.append(
                    ExpectedReport(area.code, place or area.code, form.id, period.period, period.due_at)
                )
    return Frame(1, tuple(reports), now, frames.frame_digest(reports))


def _frame_event(desk: Desk, periods: Sequence[ReportingPeriod], frame: Frame) -> dict[str, object]:
    return {
        "period_start": to_text(periods[0].starts_at),
        "periods": [
            {"id": period.id, "forms": list(period.forms), "due_at": to_text(period.due_at)}
            for period in periods
        ],
        "period_end": to_text(max(period.ends_at for period in periods)),
        "due_at": to_text(min(period.due_at for period in periods)),
        "version": frame.version,
        "reports": len(frame.reports),
        "digest": frame.digest,
        "config": desk.config.config_digest,
        "rules": desk.config.rules_version,
        "thresholds": asdict(desk.config.thresholds),
    }


def enter_demonstration(desk: Desk) -> list[str]:
    """Moves a demonstration desk with an empty ledger to the evening before its first period, where its life begins."""
    with desk.database.reading() as session:
        is_new = session.row("ledger_head") is None
    first = desk.config.calendar.starts_at
    if not (desk.config.is_demonstration and is_new and datetime.now(UTC) >= first):
        return []
    eve = first - timedelta(hours=4)
    shift_clock(desk, eve, "peragaan: malam sebelum periode dibuka")
    return [f"Jam desk digeser ke {eve.astimezone(WIB):%d-%m-%Y %H.%M} WIB (demonstrasi)"]
