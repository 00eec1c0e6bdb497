"""Setting a desk up: areas, the frozen frame, and the clock of a demonstration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby
from math import ceil
from operator import attrgetter

from jujur.domain.areas import Area
from jujur.domain.errors import ConfigurationError, RecordError
from jujur.domain.periods import WIB, to_text
from jujur.operations.desk import Desk
from jujur.operations.frame_changes import differs_from_configuration
from jujur.operations.framing import freeze_periods
from jujur.operations.seal_keys import make_first_keys
from jujur.operations.spot_check import commit_seeds
from jujur.record import frames, ledger
from jujur.settings import clock


def initialise(desk: Desk) -> list[str]:
    """Enters new areas and freezes the frame of every period that has none yet; returns what was done, in Indonesian.

    A frame is frozen before its period opens (P03). Running it again does nothing; it says so where the configuration has
    become another one since.
    """
    now, done = desk.now(), []
    with desk.database.writing() as session:
        if ledger.seal_legacy(session, now):
            done.append("baris dari sebelum ada segel disegel sebagaimana ditemukan")
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
            together = list(periods)
            if frames.frozen_frame(session, starts_at, now) is None:
                done.append(freeze_periods(desk, session, together, now))
            elif said := differs_from_configuration(desk, session, together, now):
                done.append(said)
        done += commit_seeds(desk, session, now)
        done += make_first_keys(desk, session)
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
    # Whole seconds, never rounded down: the desk would be earlier than the ledger's newest event, and refuse all decisions.
    shift = timedelta(seconds=ceil((desk_time - real).total_seconds()))
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
