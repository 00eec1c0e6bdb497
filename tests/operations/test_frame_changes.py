"""A frame and its terms hold as they were frozen; only a printed act of a data officer changes them (P03, L23, L24, L49)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.days import CUT_OFF, DUE, KECAMATAN, start_desk
from tests.operations.test_receipt_times import STATION, TEAM, bins, broken, workbook
from tests.operations.test_receiving import timeless

from jujur.domain.errors import ConfigurationError, DecisionRefused, PublicationBlocked, RecordError
from jujur.domain.frames import Frame, FrameTerms
from jujur.domain.periods import Period, from_text, to_text
from jujur.operations import judging, publish
from jujur.operations.content import content_of
from jujur.operations.desk import Desk, open_desk
from jujur.operations.frame_changes import FrameChange, change_frame
from jujur.operations.frame_view import describe_frame, frame_words
from jujur.operations.framing import enter, versions_known
from jujur.operations.initialise import initialise, shift_clock
from jujur.operations.known import compute_all
from jujur.operations.receive import Arrival, receive_all
from jujur.record import editions, frames
from jujur.settings.places import config_dir

DAY, AREA, OFFICER = "2024-02-14", "16.72.05", "petugas.data"
OFFICE = "Petugas Data dan Pelaporan"
REASON = "TPS digabung menurut surat KPU Kota tanggal 13 Februari"
CHANGED = DUE - timedelta(hours=1)


@pytest.fixture
def config(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the desk's configuration that a test may edit."""
    shutil.copytree(config_dir(), tmp_path / "config")
    monkeypatch.setenv("JUJUR_DESK", str(tmp_path / "config" / "pagar-alam"))
    return tmp_path / "config" / "pagar-alam"


@pytest.fixture
def desk_home(home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk an hour before the due time, its frames frozen on the eve; on SQLite and on PostgreSQL."""
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    start_desk()
    move(CHANGED)
    return home


def move(at: datetime) -> None:
    with open_desk() as desk:
        shift_clock(desk, at, "uji")


def send(at: datetime, **cells: Any) -> str:
    """One station of Dempo Tengah, reported and judged."""
    with open_desk() as desk:
        content = workbook("pungut_hitung", [{**STATION, **cells}])
        ((submission_id, _),) = receive_all(desk, [Arrival(to_text(at), "a.xlsx", content, TEAM, "cli")], at)
        judging.judge_submissions(desk, [submission_id])
    return submission_id


def change(by: str = OFFICER, reason: str = REASON, period: str = DAY, **what: Any) -> list[str]:
    with open_desk() as desk:
        return change_frame(desk, period, FrameChange(**what), by, reason)


def asked(question: Callable[..., Any], *words: Any) -> Any:
    with open_desk() as desk, desk.database.reading() as session:
        return question(desk, session, desk.config.calendar.publish_slots[0], *words)


def figures(as_of: datetime = CUT_OFF) -> dict[str, Any]:
    return dict(asked(compute_all, as_of))


def stations(area: str = AREA) -> list[str]:
    with open_desk() as desk:
        found = desk.config.gazetteer.at_level("tps")
    return [item.code for item in found if (item.parent_code or "").startswith(area)]


def contents() -> list[Any]:
    """What the city's edition and the five others print, frozen and computed at the cut-off."""
    move(CUT_OFF + timedelta(seconds=1))
    ids = publish.freeze_editions(CUT_OFF)
    publish.compute_figures(ids)
    with open_desk() as desk, desk.database.reading() as session:
        return [
            content_of(desk, session, editions.edition_by_id(session, edition_id), with_decisions=False)
            for edition_id in ids
        ]


def events(event: str) -> list[dict[str, Any]]:
    with open_desk() as desk, desk.database.reading() as session:
        rows = session.rows("ledger_events", event=event)
    return [json.loads(row["payload"]) | {"actor": row["actor"]} for row in rows]


def test_terms_are_frozen_with_the_frame_before_the_period_opens(desk_home: Path) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        slot, config = desk.config.calendar.publish_slots[0], desk.config
        (terms,) = versions_known(session, slot.starts_at, CUT_OFF)
    assert terms.frozen_at < slot.starts_at
    assert terms.terms["thresholds"]["coverage_percent"] == config.thresholds.coverage_percent
    assert terms.terms["gates"] == [config.gate_rule.to_terms()]
    assert terms.terms["gates"][0]["coverage_percent"] == 90
    assert terms.terms["results_gate"] == config.results_gate.to_terms()
    assert terms.terms["forms"]["kejadian"]["version"] == config.forms["kejadian"].version
    assert terms.terms["rules_version"] == config.rules_version
    assert terms.terms["periods"][0]["due_at"] == to_text(slot.due_at)
    assert terms.terms["slots"][0]["cut_off_at"] == to_text(slot.cut_off_at)
    (told,) = [item for item in events("frame_frozen") if item["terms"] == terms.digest]
    assert (told["digest"], told["reports"]) == (terms.frame_digest, 494 + 5)
    # Another value, another digest.
    other = frames.terms_digest(
        slot.starts_at, 1, terms.frame_digest, {**terms.terms, "gates": []}, "desk", ""
    )
    assert other != terms.digest


def test_a_change_is_a_version_an_event_and_printed_under_both_frames(desk_home: Path) -> None:
    """L23: three silent units leave. L24: the due time moves, and who was late is on time. Both stay visible."""
    silent, before = stations()[-3:], figures()
    late = DUE + timedelta(minutes=10)
    said = change(drop=tuple(silent), due_at=DUE + timedelta(minutes=20), thresholds={"coverage_percent": 50})
    assert [line.split(":")[0] for line in said] == [
        "formulir pungut_hitung",
        f"batas kirim {DAY}",
        "ambang coverage_percent",
    ]
    send(late)
    found, *_, of_area = contents()
    first, second = found.frame_versions
    assert (first.version, second.version, second.actor, second.reason) == (1, 2, OFFICE, REASON)
    assert second.terms["gates"][0] | {"coverage_percent": 90} == first.terms["gates"][0]
    assert second.terms["gates"][0]["coverage_percent"] == 50
    assert second.terms["dropped_units"] == silent
    assert (found.edition.frame_version, found.edition.terms_digest) == (2, second.digest)
    assert found.edition.frame_digest == second.frame_digest != first.frame_digest
    assert (found.coverage_threshold_percent, found.due_at) == (50, DUE + timedelta(minutes=20))
    assert [source.timeliness for source in found.sources] == ["tepat waktu"]
    by_version = {item.version: item for item in of_area.frame_coverage if item.area_code == AREA}
    assert (by_version[1].expected, by_version[1].reported, by_version[1].on_time) == (50, 1, 0)
    assert (by_version[2].expected, by_version[2].reported, by_version[2].on_time) == (47, 1, 1)
    for version in (1, 2):
        parts = [
            item for item in of_area.frame_coverage if (item.version, len(item.area_code)) == (version, 13)
        ]
        assert sum(item.expected for item in parts) == by_version[version].expected
    assert {item.area_code for item in found.frame_coverage} == {"16.72", *KECAMATAN}
    # What was known before the act is still what was known then.
    assert timeless(figures(CHANGED - timedelta(seconds=1))) == timeless(before)
    assert before[f"{AREA}/tps_expected"].k == 50
    (told,) = events("frame_changed")
    assert (told["actor"], told["reason"], told["terms"]) == (OFFICER, REASON, second.digest)
    assert told["changes"]["drop"] == silent
    with open_desk() as desk:
        lines = "\n".join(frame_words(describe_frame(desk, DAY)))
    assert "Versi 2" in lines
    assert REASON in lines
    assert "3 unit dikeluarkan" in lines


def test_a_unit_can_come_back_and_a_dropped_one_is_held_when_it_speaks(desk_home: Path) -> None:
    unit = stations()[0]
    change(drop=(unit,))
    (held,) = [send(CHANGED + timedelta(minutes=1))]
    assert (bins(held)["held"], broken(held)) == (1, {"B29": 1})
    result = figures()
    assert (result[f"{AREA}/tps_expected"].k, result[f"{AREA}/tps_on_time"].k) == (49, 0)
    assert result[f"{AREA}/sum_suara_sah"].n <= result[f"{AREA}/sum_suara_sah"].N
    with pytest.raises(DecisionRefused, match="tidak dapat ditambahkan"):
        change(add=(stations()[1],))
    change(add=(unit,))
    assert figures()[f"{AREA}/tps_expected"].k == 50
    assert (
        asked(lambda _desk, session, slot: versions_known(session, slot.starts_at, CUT_OFF))[-1].terms[
            "dropped_units"
        ]
        == []
    )


def test_a_threshold_holds_for_what_came_after_its_change(desk_home: Path) -> None:
    """L49: a limit that is tuned after seeing data does not reach back to what was judged before."""
    before = send(CHANGED - timedelta(minutes=1), pemilih_dpt_j=400)
    change(thresholds={"voters_per_tps_limit": 500})
    after = send(CHANGED + timedelta(minutes=30), pemilih_dpt_j=401)
    assert "V13" in broken(before)
    assert "V13" not in broken(after)


@pytest.mark.parametrize(
    ("act", "error", "match"),
    [
        ({"by": "petugas.verifikasi"}, DecisionRefused, "tidak berwenang"),
        ({"by": "siapa saja"}, DecisionRefused, "tidak berwenang"),
        ({"reason": "  terlalu pendek ini  "}, DecisionRefused, "paling sedikit 20"),
        ({"drop": ("1672019999999",)}, DecisionRefused, "tidak ada dalam kerangka"),
        ({"drop": (AREA,)}, DecisionRefused, "tidak ada dalam kerangka"),
        ({"add": ("16.72.05.1001",)}, DecisionRefused, "tidak dapat ditambahkan"),
        ({}, DecisionRefused, "Tidak ada yang berubah"),
        ({"due_at": DUE}, DecisionRefused, "Tidak ada yang berubah"),
        ({"due_at": CUT_OFF + timedelta(minutes=1)}, DecisionRefused, "batas data"),
        ({"due_at": DUE - timedelta(hours=19)}, DecisionRefused, "sesudah masa"),
        ({"thresholds": {"coverage_percent": 0}}, ConfigurationError, "coverage_percent"),
        ({"thresholds": {"cakupan": 50}}, ConfigurationError, "cakupan"),
        ({"period": "2024-02-31"}, DecisionRefused, "tidak dikenal"),
    ],
)
def test_what_is_no_proper_act_changes_nothing(
    home: Path, act: dict[str, Any], error: type[Exception], match: str
) -> None:
    start_desk()
    is_about_who = "by" in act or "reason" in act
    with pytest.raises(error, match=match):
        change(**({"drop": (stations()[0],)} | act if is_about_who else act))
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.publish_slots[0]
        assert len(versions_known(session, slot.starts_at, CUT_OFF)) == 1
    assert events("frame_changed") == []


def test_a_unit_that_spoke_and_a_whole_kecamatan_cannot_be_dropped(home: Path) -> None:
    start_desk()
    move(CHANGED)
    send(CHANGED - timedelta(minutes=1))
    with pytest.raises(DecisionRefused, match="sudah melapor"):
        change(drop=(stations()[0],))
    with pytest.raises(DecisionRefused, match="Dempo Selatan"):
        change(drop=tuple(stations("16.72.04")))
    assert figures()["16.72/tps_expected"].k == 494


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_what_is_edited_after_the_freeze_has_no_effect_and_is_said(config: Path, home: Path) -> None:
    """L23, L24, L49 by the configuration: silent stations deleted, the due time moved, thresholds tuned."""
    start_desk()
    send(DUE + timedelta(minutes=10), pemilih_dpt_j=400)
    with open_desk() as desk:
        assert initialise(desk) == []
    before = figures()
    edit(config / "thresholds.yaml", "coverage_percent: 90", "coverage_percent: 1")
    edit(config / "thresholds.yaml", "voters_per_tps_limit: 300", "voters_per_tps_limit: 900")
    edit(config / "gates.yaml", 'boleh_sejak: "2024-02-14 15.00"', 'boleh_sejak: "2024-02-14 20.30"')
    due = 'batas_kirim: "2024-02-14 {}"   # sesudah'
    edit(config / "calendar.yaml", due.format("19.00"), due.format("19.25"))
    lines = (config / "tps.csv").read_text().splitlines(keepends=True)
    silent = [line for line in lines if line.startswith("167202")]
    assert len(silent) == 174
    (config / "tps.csv").write_text("".join(line for line in lines if line not in silent[10:]))
    assert figures() == before
    assert before["16.72.02/tps_expected"].k == 174
    again = send(DUE + timedelta(minutes=11), pemilih_dpt_j=401)
    assert "V13" in broken(again)
    with open_desk() as desk:
        (said,) = [line for line in initialise(desk) if f"kerangka {DAY} yang" in line]
    for words in (
        "coverage_percent: 90 menjadi 1",
        "jam sah hasil boleh sejak: 14-02-2024 15.00 WIB menjadi 14-02-2024 20.30 WIB",
        "19.25",
        "unit dikeluarkan",
        "jujur frame change",
    ):
        assert words in said
    found = contents()[0]
    assert (found.coverage_threshold_percent, found.voters_per_tps_limit, found.due_at) == (90, 300, DUE)
    assert "16.72/sum_suara_total" in found.figures
    assert {source.timeliness for source in found.sources} == {"terlambat"}
    named = [unit for area in found.silent for unit in (*area.empty_units, *area.absent_units)]
    assert len(named) == found.figures["16.72/tps_not_received"].k
    assert found.figures["16.72.02/timeliness"].N == 174
    assert len(found.frame_versions) == 1


def test_a_cut_off_moved_after_the_freeze_is_not_published(config: Path, home: Path) -> None:
    start_desk()
    edit(config / "calendar.yaml", 'batas_data: "2024-02-14 19.30"', 'batas_data: "2024-02-14 19.45"')
    edit(config / "calendar.yaml", 'peragaan: ["2024-02-14 19.30"]', 'peragaan: ["2024-02-14 19.45"]')
    moved = CUT_OFF + timedelta(minutes=15)
    move(moved + timedelta(seconds=1))
    with pytest.raises(PublicationBlocked, match="L24"):
        publish.freeze_editions(moved)


def smuggle(desk: Desk, how: str) -> None:
    """What somebody who may write into the database would do to shrink a frame."""
    slot = desk.config.calendar.publish_slots[0]
    with desk.database.writing() as session:
        (terms,) = versions_known(session, slot.starts_at, CUT_OFF)
        reports = frames.reports_of(session, slot.starts_at, 1)
        if how == "a report more":
            extra = replace(reports[0], unit_code="1672010000000")
            more = Frame(1, (extra,), terms.frozen_at, terms.frame_digest)
            frames.freeze(session, more, desk.config.gazetteer)
            return
        fewer = tuple(reports[:-100])
        frame = Frame(2, fewer, from_text(to_text(CHANGED)), frames.frame_digest(fewer))
        digest = frames.terms_digest(slot.starts_at, 2, frame.digest, terms.terms, OFFICER, REASON)
        frames.freeze(session, frame, desk.config.gazetteer)
        forged = "0" * 64 if how == "a wrong digest" else digest
        frames.freeze_terms(
            session,
            FrameTerms(
                slot.starts_at, 2, frame.frozen_at, frame.digest, terms.terms, forged, OFFICER, REASON
            ),
        )


@pytest.mark.parametrize(
    ("how", "match"),
    [
        ("around the ledger", "tidak tercatat di buku besar"),
        ("a wrong digest", "tidak tercatat di buku besar"),
        ("a report more", "tidak cocok dengan sidik"),
    ],
)
def test_a_frame_put_into_the_database_is_not_used(desk_home: Path, how: str, match: str) -> None:
    with open_desk() as desk:
        smuggle(desk, how)
    with pytest.raises(RecordError, match=match):
        figures()


def test_a_frame_frozen_after_its_period_opened_is_no_denominator(home: Path) -> None:
    """Even with a ledger event of its own: the first version must be older than the period (P03)."""
    start_desk()
    move(CHANGED)
    with open_desk() as desk, desk.database.writing() as session:
        (terms,) = versions_known(session, desk.config.calendar.publish_slots[0].starts_at, CUT_OFF)
        reports = frames.reports_of(session, terms.period_start, 1)
        later = terms.period_start + timedelta(hours=1)
        moved = [replace(item, period=Period(later, CUT_OFF)) for item in reports]
        frame = Frame(1, tuple(moved), desk.now(), frames.frame_digest(moved))
        enter(desk, session, frame, terms.terms, "desk", "", {})
        with pytest.raises(RecordError, match="sesudah masanya dibuka"):
            versions_known(session, later, CUT_OFF)


def test_a_frame_older_than_terms_is_held_to_its_ledger_event(
    config: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that was begun before terms were kept goes on: its event told the thresholds and the due times."""
    with monkeypatch.context() as patch:
        patch.setattr(frames, "freeze_terms", lambda _session, _terms: None)
        start_desk()
    edit(config / "thresholds.yaml", "voters_per_tps_limit: 300", "voters_per_tps_limit: 900")
    send(CHANGED, pemilih_dpt_j=400)
    move(CHANGED + timedelta(minutes=1))
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.publish_slots[0]
        (terms,) = versions_known(session, slot.starts_at, CUT_OFF)
        assert (terms.digest, terms.terms["thresholds"]["voters_per_tps_limit"]) == ("", 300)
        assert frames.terms_known(session, slot.starts_at, CUT_OFF) == []
    with open_desk() as desk:
        assert initialise(desk) == []
    change(drop=(stations()[-1],))
    found = contents()[0]
    assert [item.version for item in found.frame_versions] == [1, 2]
    assert (found.figures["16.72/tps_expected"].k, found.voters_per_tps_limit) == (493, 300)


def test_the_command_changes_and_shows(home: Path) -> None:
    from typer.testing import CliRunner

    from jujur.cli import app

    start_desk()
    words = ["frame", "change", DAY, "--by", OFFICER, "--reason", REASON]
    unit = stations()[0]
    done = CliRunner().invoke(
        app, [*words, "--drop", unit, "--threshold", "coverage_percent=95", "--due", "2024-02-14 18.00"]
    )
    assert done.exit_code == 0, done.output
    assert f"1 unit dikeluarkan ({unit})" in done.output
    shown = CliRunner().invoke(app, ["frame", "show", DAY, "--json"])
    described = json.loads(shown.output)
    assert [item["version"] for item in described["versions"]] == [1, 2]
    assert described["terms"]["thresholds"]["coverage_percent"] == 95
    assert all(item["is_intact"] for item in described["versions"])
    refused = CliRunner().invoke(app, [*words, "--threshold", "coverage_percent=banyak"])
    assert refused.exit_code == 1
    assert "tidak dikenali" in refused.output
    assert "Versi 2" in CliRunner().invoke(app, ["frame", "show", DAY]).output
