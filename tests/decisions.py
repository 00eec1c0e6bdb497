"""A small voting day with everything an officer may have to decide about, and how to look at what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from jujur.domain.editions import Edition
from jujur.domain.findings import Bin
from jujur.domain.periods import WIB, to_text
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import judging
from jujur.operations.act_rows import short_name
from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import shift_clock
from jujur.operations.known import compute_all
from jujur.operations.receive import Arrival, receive_all
from jujur.operations.template import configured_units, identity_for, prefill
from jujur.record import submissions as records

AREA, TEAM, DATA = "16.72.05", "tim.16-72-05@example.org", "petugas.data"
PERIOD = "2024-02-14"
REASON = "sudah ditanyakan kepada tim lewat koordinator kecamatan"
Values = Mapping[str, int | str]


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 2, day, hour, minute, tzinfo=WIB)


START = wib(14, 0)


def station(total: int, valid: int) -> dict[str, int | str]:
    """A station whose arithmetic holds, as long as nobody asks for more than these columns."""
    return {
        "status_tps": "selesai hitung",
        "pemilih_dpt_j": 200,
        "pengguna_total_j": total,
        "suara_total": total,
        "suara_sah": valid,
        "suara_tidak_sah": total - valid,
    }


def send(
    form_id: str,
    rows: Sequence[Values],
    at: datetime,
    sender: str = TEAM,
    period_id: str = PERIOD,
    area: str = AREA,
    renamed: Mapping[int, str] | None = None,
    **said: Any,
) -> str:
    """One workbook of a kecamatan received and judged; gives the submission's number. ``renamed``: codes typed over, by row."""
    with open_desk() as desk:
        form, kecamatan = desk.config.forms[form_id], desk.config.gazetteer[area]
        asked = desk.config.calendar.reporting_period(form_id, period_id)
        assert asked is not None
        known = list(prefill(desk.config, form, configured_units(desk.config, form, kecamatan)))
        for index, code in (renamed or {}).items():
            known[index] = {**known[index], form.keys[0].name: code}
        identity = identity_for(desk.config, kecamatan, asked)
        content = write_workbook(form, known, identity, Filled(rows=rows, **said))
        arrival = Arrival(f"{to_text(at)}|{sender}", f"{form_id}.xlsx", content, sender, "cli")
        ((submission_id, is_new),) = receive_all(desk, [arrival], at)
        assert is_new
        judging.judge_submissions(desk, [submission_id])
    return submission_id


# What each station of the day is there for, in the order of the workbook's rows.
CONFLICT, TWICE, BROKEN, SOUND, STRANGE, EARLY, SILENT = range(7)
STRANGER = "orang.lain@example.org"


def play_the_day() -> dict[str, str]:
    """Receives everything and leaves the desk's clock at 18.30 of the voting day; gives the submissions' numbers by name.

    Two versions of one station that contradict each other, the same content twice, a row that breaks V08, a sound one, one of
    an unknown sender, one that came before its period, and a severe incident.
    """
    with open_desk() as desk:
        shift_clock(desk, wib(13, 19), "uji")
    nothing: Values = {}
    sent = {"early": send("pungut_hitung", [nothing] * EARLY + [station(60, 60)], wib(13, 20))}
    with open_desk() as desk:
        shift_clock(desk, wib(14, 18, 30), "uji")
    broken = {**station(120, 110), "suara_sah": 100}
    first = [station(150, 140), station(130, 130), broken, station(110, 100)]
    sent["first"] = send("pungut_hitung", first, wib(14, 18))
    sent["incident"] = send(
        "kejadian",
        [
            {
                "kategori": "kekerasan",
                "tingkat": "berat",
                "uraian": "Perkelahian di dekat TPS",
                "masih_terbuka": "ya",
            }
        ],
        wib(14, 18, 5),
    )
    sent["second"] = send("pungut_hitung", [station(150, 145), station(130, 130)], wib(14, 18, 10))
    sent["stranger"] = send(
        "pungut_hitung", [nothing] * STRANGE + [station(90, 90)], wib(14, 18, 20), sender=STRANGER
    )
    return sent


@cache
def units() -> list[str]:
    """The stations of the kecamatan in the order of the workbook."""
    with open_desk() as desk:
        return configured_units(desk.config, desk.config.forms["pungut_hitung"], desk.config.gazetteer[AREA])


def name_of(submission_id: str, station_number: int = 0, form_id: str = "pungut_hitung") -> str:
    """What an officer calls the row of a submission about a station (of an incident form: its only row)."""
    unit = AREA if form_id == "kejadian" else units()[station_number]
    with open_desk() as desk, desk.database.reading() as session:
        known = records.known_rows(session, form_id, START, [AREA], records.EVER)
    row = next(item for item in known if (item.submission_id, item.unit_code) == (submission_id, unit))
    return short_name(submission_id, row.sheet, row.row_number)


def bin_of(name: str, form_id: str = "pungut_hitung") -> Bin:
    """Which bin the row is in now."""
    with open_desk() as desk, desk.database.reading() as session:
        known = records.known_rows(session, form_id, START, [AREA], records.EVER)
    return next(
        item.bin for item in known if short_name(item.submission_id, item.sheet, item.row_number) == name
    )


def accepted_of(station_number: int) -> list[str]:
    """The rows of a station that count now."""
    unit = units()[station_number]
    with open_desk() as desk, desk.database.reading() as session:
        known = records.known_rows(session, "pungut_hitung", START, [AREA], records.EVER)
    return [
        short_name(item.submission_id, item.sheet, item.row_number)
        for item in known
        if item.unit_code == unit and item.bin is Bin.ACCEPTED and item.has_content
    ]


def figure(name: str, as_of: datetime | None = None) -> int | None:
    """A figure of the kecamatan as known now, or at an instant."""
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.publish_slots[0]
        found = compute_all(desk, session, slot, as_of or desk.now())[f"{AREA}/{name}"]
    return None if found.value is None else found.k


def counts() -> dict[str, int]:
    """Rows in every table, and events in the ledger, so that a test can say that nothing was written."""
    with open_desk() as desk, desk.database.reading() as session:
        return {
            "acts": session.rows("act_count")[0]["act_count"],
            "submissions": len(session.rows("submissions")),
            "events": len(session.rows("ledger_entries")),
        }


def later(minutes: int) -> None:
    """Moves the desk's clock on."""
    with open_desk() as desk:
        shift_clock(desk, desk.now() + timedelta(minutes=minutes), "uji")


def to(instant: datetime) -> None:
    """Moves the desk's clock to an instant."""
    with open_desk() as desk:
        shift_clock(desk, instant, "uji")


def edition_now(desk: Desk, revision: int = 0, area: str = AREA) -> Edition:
    """An edition of the voting day with its cut-off now, as a revision would have it; in no table."""
    slot = desk.config.calendar.publish_slots[0]
    return Edition(
        id=f"uji-{area}-r{revision}",
        number="1",
        kind=slot.kind,
        area_code=area,
        period=slot.period,
        revision=revision,
        as_of=desk.now(),
        release_at=slot.release_at,
        code_version="uji",
        config_digest="0" * 64,
        frame_digest="0" * 64,
        ledger_head="0" * 64,
    )
