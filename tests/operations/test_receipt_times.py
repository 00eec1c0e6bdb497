"""Time of receipt decides, whatever clocks claim: early rows are held, late ones late, claims are claims (P09, P24, L25, L26)."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.days import CUT_OFF, DUE, start_desk

from jujur.domain.periods import WIB, to_text
from jujur.domain.sender_clocks import clock_skew
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import judging
from jujur.operations.content import content_of
from jujur.operations.desk import open_desk
from jujur.operations.known import compute_all
from jujur.operations.receive import Arrival, receive_all
from jujur.operations.template import configured_units, identity_for, prefill
from jujur.record.submissions import EVER, submission_by_id, submissions_of_period

AREA, TEAM = "16.72.05", "tim.16-72-05@example.org"
OPENS = datetime(2024, 2, 14, tzinfo=WIB)
STATION = {"status_tps": "selesai hitung", "suara_sah": 150}
INCIDENT = {"waktu_kejadian": "14 Februari 2024 pukul 10.40", "kategori": "lainnya", "uraian": "Hujan lebat"}
Send = Callable[..., str]


def workbook(form_id: str, rows: Sequence[Mapping[str, int | str]], **said: Any) -> bytes:
    with open_desk() as desk:
        form, area = desk.config.forms[form_id], desk.config.gazetteer[AREA]
        period = desk.config.calendar.reporting_period(form_id, "2024-02-14")
        assert period is not None
        known = prefill(desk.config, form, configured_units(desk.config, form, area))
        return write_workbook(form, known, identity_for(desk.config, area, period), Filled(rows=rows, **said))


def saved_at(content: bytes, moment: datetime) -> bytes:
    """The same workbook as a sender's program would save it whose clock shows ``moment``."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = part.replace(
                    b"2024-01-01T00:00:00Z", f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
                )
            copy.writestr(name, part)
    return target.getvalue()


@pytest.fixture
def send(home: object, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Send:
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    start_desk()

    def sending(content: bytes, at: datetime, claimed_at: datetime | None = None) -> str:
        with open_desk() as desk:
            arrival = Arrival(to_text(at), "laporan.xlsx", content, TEAM, "cli", claimed_at)
            ((submission_id, _),) = receive_all(desk, [arrival], at)
            judging.judge_submissions(desk, [submission_id])
        return submission_id

    return sending


def bins(submission_id: str, form_id: str = "pungut_hitung") -> dict[str, int]:
    with open_desk() as desk, desk.database.reading() as session:
        rows = session.rows(f"dispositions_of_submission:{form_id}", submission_id=submission_id)
    return dict(Counter(row["bin"] for row in rows))


def broken(submission_id: str) -> Counter[str]:
    with open_desk() as desk, desk.database.reading() as session:
        rows = session.rows("findings_of_submission", submission_id=submission_id)
    return Counter(row["rule_id"] for row in rows if row["severity"] == "E")


def figure(name: str, as_of: datetime = EVER) -> int:
    with open_desk() as desk, desk.database.reading() as session:
        return compute_all(desk, session, desk.config.calendar.publish_slots[0], as_of)[f"{AREA}/{name}"].k


def test_what_came_before_its_period_opened_is_held_and_reports_nothing(send: Send) -> None:
    """L26: filled in beforehand. One instant earlier is too early; the very instant of opening is not."""
    content = workbook("pungut_hitung", [STATION])
    early = send(content, OPENS - timedelta(microseconds=1))
    assert bins(early) == {"held": 1, "accepted": 49}  # what is blank says nothing that could be held
    assert broken(early) == {"B28": 1}
    assert (figure("tps_on_time"), figure("tps_late"), figure("rows_held")) == (0, 0, 1)
    nil = send(workbook("kejadian", [], is_nil=True), OPENS - timedelta(hours=1))
    assert broken(nil) == {"B28": 1}
    assert figure("incident_forms") == 0
    # The same content again, declared as a correction of the early one, counts from when it came.
    again = send(workbook("pungut_hitung", [STATION], supersedes=early), OPENS)
    assert bins(again) == {"accepted": 1, "duplicate": 49}
    assert bins(early) == {"superseded": 1, "accepted": 49}
    assert figure("tps_on_time") == 1
    send(workbook("kejadian", [], is_nil=True), OPENS)
    assert figure("incident_forms") == 1


@pytest.mark.parametrize(
    ("late_by", "on_time"), [(timedelta(0), 1), (timedelta(microseconds=1), 0), (timedelta(seconds=1), 0)]
)
def test_the_time_of_receipt_decides_and_a_back_dated_file_stays_late(
    send: Send, late_by: timedelta, on_time: int
) -> None:
    """L25: the sender's clock and his mail say the morning; the file came at the due time, or just after."""
    morning = DUE - timedelta(hours=9)
    content = saved_at(workbook("pungut_hitung", [STATION]), morning)
    submission_id = send(content, DUE + late_by)
    with open_desk() as desk, desk.database.reading() as session:
        submission = submission_by_id(session, submission_id)
    assert submission is not None
    assert submission.claimed_at == morning
    assert (figure("tps_on_time"), figure("tps_late")) == (on_time, 1 - on_time)
    assert figure("coverage") == 1


def test_a_clock_ahead_of_ours_is_marked_and_changes_no_figure(send: Send) -> None:
    content, at = workbook("pungut_hitung", [STATION]), DUE - timedelta(hours=1)
    send(saved_at(content, at + timedelta(hours=2)), at)
    send(saved_at(workbook("kejadian", [INCIDENT]), at), at, at + timedelta(minutes=4))
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.publish_slots[0]
        known = submissions_of_period(session, slot.starts_at, CUT_OFF)
        assert submissions_of_period(session, slot.starts_at, at - timedelta(seconds=1)) == []
    limit = timedelta(minutes=desk.config.thresholds.clock_skew_limit_minutes)
    (flag,) = clock_skew(known, limit, {team.id: team.area_code for team in desk.config.teams})
    assert (flag.area_code, flag.rows) == (AREA, (known[0].id,))
    # What the channel says outweighs what the file says.
    assert known[1].claimed_at == at + timedelta(minutes=4)
    assert (figure("tps_on_time"), figure("rows_held")) == (1, 0)


def test_the_date_of_our_own_blank_workbook_is_no_claim(send: Send) -> None:
    submission_id = send(workbook("pungut_hitung", [STATION]), OPENS)
    with open_desk() as desk, desk.database.reading() as session:
        submission = submission_by_id(session, submission_id)
    assert submission is not None
    assert submission.claimed_at is None


def test_an_event_after_its_own_receipt_is_held(send: Send) -> None:
    """Within what clocks may differ it is believed; beyond it nobody can know it yet."""
    at = datetime(2024, 2, 14, 10, 35, tzinfo=WIB)
    assert bins(send(workbook("kejadian", [INCIDENT]), at), "kejadian") == {"accepted": 1}
    other = {**INCIDENT, "uraian": "Listrik padam"}
    early = send(workbook("kejadian", [other]), at - timedelta(microseconds=1))
    assert bins(early, "kejadian") == {"held": 1}
    assert broken(early) == {"B30": 1}


def test_a_report_after_the_cut_off_belongs_to_the_next_revision(send: Send) -> None:
    send(workbook("pungut_hitung", [STATION]), CUT_OFF)
    later = workbook("pungut_hitung", [{**STATION, "suara_sah": 149}, STATION])
    before = figure("sum_suara_sah", CUT_OFF)
    send(later, CUT_OFF + timedelta(microseconds=1))
    assert figure("sum_suara_sah", CUT_OFF) == before == 150
    assert (figure("coverage", CUT_OFF), figure("coverage")) == (1, 2)
    assert figure("rows_held", CUT_OFF) == 0


def test_held_early_rows_are_listed_with_their_reason(send: Send) -> None:
    """A held row without a finding would be counted but never named (L31)."""
    from jujur.operations import publish
    from jujur.operations.initialise import shift_clock
    from jujur.record import editions

    send(workbook("pungut_hitung", [STATION]), OPENS - timedelta(minutes=1))
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=1), "uji")
    ids = publish.freeze_editions(CUT_OFF)
    publish.compute_figures(ids)
    with open_desk() as desk, desk.database.reading() as session:
        content = content_of(desk, session, editions.edition_by_id(session, ids[0]), with_decisions=False)
    assert {row.rule_ids for row in content.held} == {("B28",)}
    assert len(content.held) == content.figures["16.72/rows_held"].k == 1
    assert "sesudah masa laporan dibuka" in content.held[0].reasons[0]
