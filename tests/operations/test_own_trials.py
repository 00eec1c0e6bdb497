"""Trials and checks of the record on the real day: honest code passes them, and each fails when the code lies (P07 to P41)."""

import json
import sqlite3
from dataclasses import replace

import pytest
from tests.days import CUT_OFF

from jujur import figures
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import AuditFailed
from jujur.domain.figures import AreaStatus
from jujur.domain.properties import Basis, Outcome
from jujur.operations import lineage, publish, self_tests, tracing, trial_ground, trials
from jujur.operations.content import content_of
from jujur.operations.desk import open_desk
from jujur.operations.trial_ground import counted, ground_of
from jujur.record import editions
from jujur.validation import bins

CITY, UTARA = "20240214-1930-harian-16.72-r0", "20240214-1930-harian-16.72.01-r0"
KEPT = dict.fromkeys(("P07", "P11", "P13", "P20", "P37", "P41"), Outcome.PASSED)


@pytest.fixture
def computed(day):
    publish.compute_figures(publish.freeze_editions(CUT_OFF))
    return day


@pytest.fixture
def desk_and_session(computed):
    with open_desk() as desk, desk.database.reading() as session:
        yield desk, session


@pytest.fixture
def grounds(desk_and_session):
    desk, session = desk_and_session
    found = [editions.edition_by_id(session, name) for name in (CITY, UTARA)]
    plain = self_tests.Examination(desk, session, found)._plain
    # The first of everything: kecamatan 16.72.01 is among what is changed.
    return [ground_of(desk, session, one, plain, chooser=0) for one in found]


def outcome(trial, ground):
    return trials.TRIALS[trial](ground, counted(ground.plain))


def test_an_honest_day_keeps_all_of_them_whatever_is_chosen(grounds):
    for ground in grounds:
        for chooser in (0, 1, 7, 10**6 + 3):
            tried = trials.tried(replace(ground, chooser=chooser))
            assert set(tried.values()) == {Outcome.PASSED}, (ground.area.code, chooser, tried)


def test_what_was_tested_is_entered_with_the_figures_and_printed(desk_and_session):
    desk, session = desk_and_session
    for name in (CITY, UTARA):
        assert self_tests.recorded(session, name) == KEPT
    events = [json.loads(row["payload"]) for row in session.rows("ledger_events", event="figures_computed")]
    assert all(set(one["tested"].values()) == {"lulus"} for one in events)
    content = content_of(desk, session, editions.edition_by_id(session, CITY), with_decisions=False)
    said = {one.id: one for one in content.properties}
    assert {name: said[name].basis for name in ("P07", "P41", "P36")} == {
        "P07": Basis.TRIAL,
        "P41": Basis.RECORD,
        "P36": Basis.PAGES,
    }
    untested = [name for name, one in said.items() if one.outcome is Outcome.UNTESTED]
    assert untested == ["P35", "P38", "P39", "P40", "P46"]
    assert {said[name].basis for name in ("P35", "P39")} == {Basis.AFTER_PRINT}
    assert {said[name].basis for name in ("P40", "P46")} == {Basis.AFTER_SENDING}


def test_an_edition_from_before_is_listed_as_it_was(desk_and_session, monkeypatch):
    desk, session = desk_and_session
    monkeypatch.setattr(editions, "detail_of", lambda *_: "")
    content = content_of(desk, session, editions.edition_by_id(session, CITY), with_decisions=False)
    untested = [one.id for one in content.properties if one.outcome is Outcome.UNTESTED]
    before = [
        "P07",
        "P11",
        "P13",
        "P20",
        "P35",
        "P36",
        "P37",
        "P38",
        "P39",
        "P40",
        "P41",
        "P44",
        "P46",
        "P47",
    ]
    assert untested == before
    assert {one.basis for one in content.properties} <= {Basis.PAGES, Basis.RECORD, Basis.NOBODY}


def test_a_desk_that_takes_what_is_sent_twice_for_news_is_seen(grounds, monkeypatch):
    monkeypatch.setattr(bins._Desk, "_settle", lambda *_: None)
    assert [outcome("P11", ground) for ground in grounds] == [Outcome.FAILED] * 2


def test_a_blank_that_is_counted_as_zero_is_seen(grounds, monkeypatch):
    honest = trial_ground.recount

    def filled_up(period):
        rows = [
            {**row, **{name: row[name] or 0 for name in period.main.counts}, "states": "{}"}
            for row in period.main.rows
        ]
        return honest(replace(period, main=replace(period.main, rows=rows)))

    monkeypatch.setattr(trial_ground, "recount", filled_up)
    assert [outcome("P07", ground) for ground in grounds] == [Outcome.FAILED] * 2


def test_a_gate_that_likes_bad_news_is_seen(grounds, monkeypatch):
    honest = figures.gate

    def upside_down(area, known, rule, is_early=False):
        said = honest(area, known, rule, is_early)
        is_bad = known[f"{area.code}/incidents_open_severe"].k > 0
        return replace(said, status=AreaStatus.KONDUSIF if is_bad else AreaStatus.BELUM_DAPAT_DISIMPULKAN)

    monkeypatch.setattr(figures, "gate", upside_down)
    assert [outcome("P13", ground) for ground in grounds] == [Outcome.FAILED] * 2


def test_coverage_that_grows_when_a_file_is_lost_is_seen(grounds, monkeypatch):
    honest = trial_ground.recount

    def of_those_who_reported(period):
        files = len(period.readings)
        return {
            key: one._replace(k=one.k + 1000 * (1000 - files)) if key.endswith("/coverage") else one
            for key, one in honest(period).items()
        }

    monkeypatch.setattr(trial_ground, "recount", of_those_who_reported)
    assert [outcome("P13", ground) for ground in grounds] == [Outcome.FAILED] * 2


def test_a_kecamatan_that_is_favoured_is_seen(grounds, monkeypatch):
    honest = trial_ground.recount

    def favoured(period):
        return {
            key: one._replace(k=one.k + 1) if key == "16.72.01/tps_on_time" else one
            for key, one in honest(period).items()
        }

    monkeypatch.setattr(trial_ground, "recount", favoured)
    assert [outcome("P20", ground) for ground in grounds] == [Outcome.FAILED] * 2


def test_a_gate_that_favours_a_kecamatan_is_seen(grounds, monkeypatch):
    honest = figures.gate

    def favouring(area, known, rule, is_early=False):
        said = honest(area, known, rule, is_early)
        return replace(said, status=AreaStatus.KONDUSIF) if area.code == "16.72.01" else said

    monkeypatch.setattr(figures, "gate", favouring)
    assert [outcome("P20", ground) for ground in grounds] == [Outcome.FAILED] * 2


def test_a_failed_trial_stops_the_edition_and_is_named(day, monkeypatch):
    monkeypatch.setattr(bins._Desk, "_settle", lambda *_: None)
    ids = publish.freeze_editions(CUT_OFF)
    publish.compute_figures(ids)
    with pytest.raises(AuditFailed, match="P11 gagal") as refused:
        publish.draft_edition("20240214-1930-harian-16.72.05-r0")
    assert refused.value.failed == ("P11", "P46")


def test_an_event_that_was_changed_before_the_printed_head_is_seen(computed):
    with sqlite3.connect(computed / "jujur.sqlite") as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE ledger SET actor = 'lain' WHERE seq = 3")
    with open_desk(is_clock_checked=False) as desk, desk.database.reading() as session:
        edition = editions.edition_by_id(session, CITY)
        assert lineage.is_chained(session, edition) is Outcome.FAILED
        # What lies before the head that the former issue printed is that to answer for.
        former = session.rows("ledger_after", since=4)[0]["hash"]
        assert lineage.is_chained(session, replace(edition, former_head=former)) is Outcome.PASSED


def test_a_head_that_is_not_in_the_ledger_or_repeats_a_later_one_is_seen(desk_and_session):
    _, session = desk_and_session
    edition = editions.edition_by_id(session, CITY)
    newest = session.row("ledger_head")["hash"]
    for changes in ({"ledger_head": "ab" * 32}, {"former_head": "ab" * 32}, {"former_head": newest}):
        assert lineage.is_chained(session, replace(edition, **changes)) is Outcome.FAILED


def traced(desk, session, name=UTARA):
    edition = editions.edition_by_id(session, name)
    known = tracing.known_of(desk, session, edition)
    return lineage.is_traceable(desk, session, edition, editions.figures_of(session, name), known)


def test_a_figure_whose_rows_are_not_found_is_seen(desk_and_session, monkeypatch):
    assert traced(*desk_and_session) is Outcome.PASSED
    honest = tracing.members_of

    def forgetful(*given):
        found = honest(*given)
        return replace(found, ids=found.ids[1:]) if given[-1] == "sum_suara_sah" else found

    monkeypatch.setattr(tracing, "members_of", forgetful)
    assert traced(*desk_and_session) is Outcome.FAILED


def test_a_row_without_a_file_is_seen(desk_and_session, monkeypatch):
    monkeypatch.setattr(lineage.records, "submissions_by_id", lambda *_: [])
    assert traced(*desk_and_session) is Outcome.FAILED


def test_a_row_that_counts_in_no_figure_is_seen(desk_and_session, monkeypatch):
    honest = tracing.all_rows
    monkeypatch.setattr(
        tracing,
        "all_rows",
        lambda known: [
            *honest(known),
            {
                **honest(known)[0],
                "kecamatan_code": "16.72.01",
                "area_code": "16.72.01",
                "row_id": "x",
                "bin": "accepted",
                "has_content": 1,
            },
        ],
    )
    assert traced(*desk_and_session) is Outcome.FAILED


def test_the_step_before_keeps_no_outcome(desk_and_session):
    _, session = desk_and_session
    assert editions.detail_of(session, CITY, EditionStatus.FROZEN) == ""
