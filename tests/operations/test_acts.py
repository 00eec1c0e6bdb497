"""Officers' decisions: nobody decides alone, by default, or without a trace; nothing received is altered (P11, P38, P42)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests import decisions
from tests.days import CUT_OFF, start_desk
from tests.decisions import (
    AREA,
    BROKEN,
    CONFLICT,
    DATA,
    EARLY,
    PERIOD,
    REASON,
    SILENT,
    SOUND,
    START,
    STRANGE,
    TEAM,
    TWICE,
    accepted_of,
    bin_of,
    counts,
    figure,
    name_of,
    send,
    station,
    units,
    wib,
)

from jujur.domain.acts import lowered_severity
from jujur.domain.editions import Act
from jujur.domain.errors import DecisionRefused, JujurError, RecordError
from jujur.domain.findings import Bin
from jujur.domain.periods import day_period, to_text
from jujur.domain.transitions import row_may_move
from jujur.operations import acts, publish, remaking
from jujur.operations.act_content import acts_of, refusals_of, refuse_shared_hands, severity_note
from jujur.operations.act_rows import held_rows
from jujur.operations.deciding import Outcome
from jujur.operations.desk import Desk, open_desk
from jujur.record import acts as act_records
from jujur.record import editions, ledger
from jujur.record import submissions as records
from jujur.record.database import Session
from jujur.settings.desk import load_desk

Sent = dict[str, str]
INCIDENTS = "kejadian"


@pytest.fixture(autouse=True, scope="module")
def _configuration_read_once() -> Iterator[None]:
    """No file of a configuration folder changes here; reading all of them takes longer than what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jujur.operations.desk.load_desk", cache(load_desk))
        yield


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sent]:
    """The small day, played once. Copied for each test."""
    folder = tmp_path_factory.mktemp("decisions") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        start_desk()
        sent = decisions.play_the_day()
    return folder, sent


@pytest.fixture
def sent(played: tuple[Path, Sent], home: Path) -> Sent:
    """The small day as the current JUJUR_HOME; the numbers of its submissions by name."""
    shutil.copytree(played[0], home)
    return played[1]


def release(name: str, by: str = DATA, reason: str = REASON) -> Outcome:
    with open_desk() as desk:
        return acts.release(desk, name, by, reason)


def hold(name: str, by: str = DATA, reason: str = REASON) -> Outcome:
    with open_desk() as desk:
        return acts.hold(desk, name, by, reason)


def withdraw(name: str, by: str = DATA, reason: str = REASON) -> Outcome:
    with open_desk() as desk:
        return acts.withdraw(desk, name, by, reason)


def override(name: str, values: dict[str, str], by: str = DATA, reason: str = REASON) -> Outcome:
    with open_desk() as desk:
        return remaking.override(desk, name, values, by, reason)


def merge(one: str, other: str, take: dict[str, str], by: str = DATA, reason: str = REASON) -> Outcome:
    with open_desk() as desk:
        return remaking.merge(desk, one, other, take, by, reason)


def excuse(unit: str, form: str = "pungut_hitung", period: str = PERIOD, by: str = DATA) -> Outcome:
    with open_desk() as desk:
        return acts.excuse(desk, unit, form, period, by, REASON)


def refused(act: Callable[[], object], match: str) -> None:
    """The act is refused with these words, and nothing is written."""
    before = counts()
    with pytest.raises(DecisionRefused, match=match):
        act()
    assert counts() == before


# --- What is to be decided -------------------------------------------------------------------------------------------


def test_the_list_shows_every_held_row_with_contradicting_versions_together(sent: Sent) -> None:
    with open_desk() as desk:
        rows = held_rows(desk, PERIOD)
        assert held_rows(desk, "2024-02-13") == []
        with pytest.raises(RecordError, match="2023"):
            held_rows(desk, "2023")
    assert [row["row"] for row in rows] == [
        name_of(sent["first"], CONFLICT),
        name_of(sent["second"], CONFLICT),
        name_of(sent["first"], BROKEN),
        name_of(sent["stranger"], STRANGE),
        name_of(sent["early"], EARLY),
    ]
    assert [row["group"] for row in rows] == [1, 1, 2, 3, 4]
    assert rows[2]["findings"][0].startswith("V08: ")
    assert rows[3]["reason"] == "pengirim tidak dikenal"


def test_a_row_is_found_by_its_short_and_its_full_name_only(sent: Sent) -> None:
    full = f"{sent['first']}|"
    with open_desk() as desk:
        full = next(row["subject"] for row in held_rows(desk) if row["findings"][:1])
    assert release(full, reason=REASON).is_new
    for name in ("K-20240214-0099/3", f"{sent['first']}/99", f"{sent['first']}/Lain/8", "bukan baris"):
        with pytest.raises(RecordError, match="Baris"):
            release(name)


# --- Release ---------------------------------------------------------------------------------------------------------


def test_of_two_versions_one_is_released_and_the_other_superseded(sent: Sent) -> None:
    one, other = name_of(sent["first"], CONFLICT), name_of(sent["second"], CONFLICT)
    before = figure("sum_suara_sah")
    assert before is not None
    outcome = release(other)
    assert (bin_of(other), bin_of(one)) == (Bin.ACCEPTED, Bin.SUPERSEDED)
    assert figure("sum_suara_sah") == before + 145
    assert accepted_of(CONFLICT) == [other]
    assert len(outcome.act.detail["superseded"]) == 1
    refused(lambda: release(one), "tidak sedang ditahan")


def test_a_released_row_keeps_its_findings_and_says_so(sent: Sent) -> None:
    name = name_of(sent["first"], BROKEN)
    outcome = release(name)
    assert outcome.act.detail["findings"] == ["V08"]
    with open_desk() as desk, desk.database.reading() as session:
        found = session.rows("findings_of_submission", submission_id=sent["first"])
    assert any(row["rule_id"] == "V08" for row in found)


def test_a_second_version_is_never_accepted_beside_another(sent: Sent) -> None:
    """Two accepted rows for one unit would count it twice (P11)."""
    release(name_of(sent["stranger"], STRANGE))
    again = send("pungut_hitung", [{}] * STRANGE + [station(95, 95)], wib(14, 18, 25))
    # What an officer accepted of a stranger contradicts what the team says later, like any other accepted row.
    assert accepted_of(STRANGE) == []
    release(name_of(again, STRANGE))
    hold(name_of(sent["stranger"], STRANGE))
    refused(lambda: release(name_of(sent["stranger"], STRANGE)), "sudah mempunyai baris yang berlaku")
    assert accepted_of(STRANGE) == [name_of(again, STRANGE)]


def test_an_early_row_is_released_only_by_name(sent: Sent) -> None:
    name = name_of(sent["early"], EARLY)
    assert bin_of(name) is Bin.HELD
    release(name)
    assert accepted_of(EARLY) == [name]


def test_a_row_without_content_is_nothing_to_decide_about(sent: Sent) -> None:
    refused(lambda: release(name_of(sent["early"], SILENT + 1)), "tidak berisi apa pun")


def test_a_row_of_a_unit_outside_the_reference_has_no_denominator(sent: Sent) -> None:
    strange = send("pungut_hitung", [station(70, 70)], wib(14, 18, 25), renamed={0: "1672051001999"})
    with open_desk() as desk:
        name = next(row["row"] for row in held_rows(desk) if row["row"].startswith(strange))
    refused(lambda: release(name), "tanpa penyebut")


# --- Hold ------------------------------------------------------------------------------------------------------------


def test_a_held_row_leaves_the_figures_and_comes_back_only_by_release(sent: Sent) -> None:
    name = name_of(sent["first"], SOUND)
    before = figure("sum_suara_sah")
    assert before is not None
    hold(name)
    assert figure("sum_suara_sah") == before - 100
    # With the contradicting, the broken and the stranger's; what came before its period opened says nothing of its unit (P24).
    assert figure("tps_held") == 4
    refused(lambda: hold(name, reason=f"{REASON} lagi"), "sudah ditahan")
    release(name)
    assert figure("sum_suara_sah") == before


def test_a_row_that_a_newer_version_had_held_again_is_decided_anew(sent: Sent) -> None:
    """The same words about another state of things are no repetition."""
    name = name_of(sent["first"], BROKEN)
    release(name)
    send("pungut_hitung", [{}] * BROKEN + [station(122, 111)], wib(14, 18, 25))
    assert bin_of(name) is Bin.HELD
    assert release(name).is_new
    assert accepted_of(BROKEN) == [name]


def test_an_act_given_in_error_can_be_mended_by_two_more(sent: Sent) -> None:
    one, other = name_of(sent["first"], CONFLICT), name_of(sent["second"], CONFLICT)
    release(one)
    hold(one)
    hold(other)
    release(other)
    assert (bin_of(one), bin_of(other)) == (Bin.SUPERSEDED, Bin.ACCEPTED)
    with open_desk() as desk, desk.database.reading() as session:
        assert [act.act for act in act_records.acts_as_of(session, START, desk.now())] == [
            "release",
            "hold",
            "hold",
            "release",
        ]


# --- Merge and override ----------------------------------------------------------------------------------------------


def test_a_merge_takes_every_differing_cell_by_name(sent: Sent) -> None:
    one, other = name_of(sent["first"], CONFLICT), name_of(sent["second"], CONFLICT)
    refused(lambda: merge(one, other, {}), "suara_sah, suara_tidak_sah")
    refused(lambda: merge(one, other, {"suara_sah": "2"}), "suara_tidak_sah")
    refused(lambda: merge(one, other, {"suara_sah": "3", "suara_tidak_sah": "2"}), "suara_sah")
    # 145 valid and 10 invalid are not 150: the merged row is judged by the same rules as any other.
    refused(lambda: merge(one, other, {"suara_sah": "2", "suara_tidak_sah": "1"}), "V08")
    outcome = merge(one, other, {"suara_sah": "2", "suara_tidak_sah": "2"})
    assert (bin_of(one), bin_of(other)) == (Bin.SUPERSEDED, Bin.SUPERSEDED)
    (accepted,) = accepted_of(CONFLICT)
    assert outcome.act.detail["new_row"].split("|")[0] == accepted.split("/")[0]
    assert outcome.act.detail["cells"] == {
        "suara_sah": {
            "before": {"state": "NILAI", "value": 140},
            "after": {"state": "NILAI", "value": 145},
        },
        "suara_tidak_sah": {
            "before": {"state": "NILAI", "value": 10},
            "after": {"state": "NILAI", "value": 5},
        },
    }


def test_a_made_row_has_the_decision_as_its_file_and_a_lineage(sent: Sent) -> None:
    one, other = name_of(sent["first"], CONFLICT), name_of(sent["second"], CONFLICT)
    outcome = merge(one, other, {"suara_sah": "2", "suara_tidak_sah": "2"})
    new_id, _, row_id = outcome.act.detail["new_row"].partition("|")
    with open_desk() as desk, desk.database.reading() as session:
        made = records.submission_by_id(session, new_id)
        assert made is not None
        decision = json.loads(desk.raw.get(made.sha256))
        changes = session.rows("changes_of_submission", submission_id=new_id)
        received = [entry for entry in ledger.entries(session) if entry.payload.get("submission") == new_id]
    assert (made.channel, made.sender, made.received_at) == ("petugas", DATA, outcome.act.decided_at)
    assert row_id.startswith(made.sha256)
    assert decision["sources"] == outcome.act.detail["superseded"]
    assert (decision["reason"], decision["act_id"]) == (REASON, outcome.act.id)
    assert decision["cells"]["suara_sah"] == {"state": "NILAI", "value": 145}
    assert {(row["column_name"], row["before_value"], row["after_value"]) for row in changes} == {
        ("suara_sah", "140", "145"),
        ("suara_tidak_sah", "10", "5"),
    }
    assert [entry.event for entry in received] == ["submission_received"]


def test_an_override_sets_a_value_and_leaves_what_was_sent_alone(sent: Sent) -> None:
    name = name_of(sent["first"], BROKEN)
    refused(lambda: override(name, {"suara_sah": "120"}), "V08")
    before = figure("sum_suara_sah")
    assert before is not None
    outcome = override(name, {"suara_sah": "110"})
    assert figure("sum_suara_sah") == before + 110
    assert bin_of(name) is Bin.SUPERSEDED
    with open_desk() as desk, desk.database.reading() as session:
        assert acts.find_row(desk, session, name).row.value("suara_sah") == 100
        (disposition,) = session.rows(
            "dispositions_of_submission:pungut_hitung",
            submission_id=outcome.act.detail["new_row"].split("|")[0],
        )
    assert disposition["reason"] == f"nilai ditetapkan petugas: {REASON}"


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"suara_sah": "seratus"}, "tidak dapat dibaca"),
        ({"suara_sah": "-3"}, "tidak dapat dibaca"),
        ({"suara_sah": "100"}, "sudah berisi"),
        ({"kode_tps": "1672051001001"}, "tidak dapat ditetapkan"),
        ({"perolehan": "1"}, "tidak dapat ditetapkan"),
        ({}, "Tidak ada nilai"),
    ],
)
def test_a_value_that_cannot_stand_is_refused(sent: Sent, values: dict[str, str], match: str) -> None:
    refused(lambda: override(name_of(sent["first"], BROKEN), values), match)


def test_refused_access_stays_apart_from_a_number_by_an_officers_hand_too(sent: Sent) -> None:
    """A cell that says "tidak dapat diakses" is no zero, whoever set it (L07)."""
    name = name_of(sent["first"], SOUND)
    outcome = override(name, {"suara_sah": "tidak dapat diakses"})
    assert outcome.act.detail["cells"]["suara_sah"]["after"] == {
        "state": "TIDAK_DAPAT_DIAKSES",
        "value": None,
    }
    assert figure("sum_suara_sah") == 130
    assert figure("filled_suara_sah") == 1


def test_no_row_is_made_beside_an_accepted_version(sent: Sent) -> None:
    """Overriding the version that was not chosen would count the unit twice (P11)."""
    one, other = name_of(sent["first"], CONFLICT), name_of(sent["second"], CONFLICT)
    release(one)
    hold(other)
    refused(
        lambda: override(other, {"suara_sah": "144", "suara_tidak_sah": "6"}),
        "sudah mempunyai baris yang berlaku",
    )
    assert accepted_of(CONFLICT) == [one]


def test_what_a_team_sends_after_an_override_is_held_against_it(sent: Sent) -> None:
    override(name_of(sent["first"], BROKEN), {"suara_sah": "110"})
    with open_desk() as desk:
        at = desk.now()
    again = send("pungut_hitung", [{}] * BROKEN + [station(121, 111)], at)
    assert accepted_of(BROKEN) == []
    assert bin_of(name_of(again, BROKEN)) is Bin.HELD


def test_rows_of_different_units_are_not_merged(sent: Sent) -> None:
    refused(
        lambda: merge(name_of(sent["first"], CONFLICT), name_of(sent["first"], SOUND), {}), "bukan dua versi"
    )
    name = name_of(sent["first"], CONFLICT)
    refused(lambda: merge(name, name, {}), "bukan dua versi")
    refused(lambda: merge(name_of(sent["first"], TWICE), name_of(sent["second"], TWICE), {}), "berisi sama")


def test_a_lowered_severity_says_who_lowered_it_and_why(sent: Sent) -> None:
    """L18: a severe incident does not become light in silence."""
    name = name_of(sent["incident"], form_id=INCIDENTS)
    assert figure("incidents_open_severe") == 1
    outcome = override(name, {"tingkat": "ringan"})
    assert figure("incidents_open_severe") == 0
    lowered = lowered_severity(outcome.act)
    assert lowered is not None
    assert (lowered.before, lowered.after) == ("berat", "ringan")
    with open_desk() as desk, desk.database.reading() as session:
        edition = decisions.edition_now(desk)
        (act,) = acts_of(desk, session, edition)
    assert severity_note(act) == (
        f"diturunkan dari berat menjadi ringan oleh Petugas Data dan Pelaporan, alasan: {REASON}"
    )
    again = override(
        name_of(outcome.act.detail["new_row"].split("|")[0], form_id=INCIDENTS), {"tingkat": "berat"}
    )
    assert lowered_severity(again.act) is None


# --- Withdraw and excuse ---------------------------------------------------------------------------------------------


def test_a_withdrawn_submission_was_never_said_and_nothing_comes_back_by_itself(sent: Sent) -> None:
    corrected = send(
        "pungut_hitung", [{}, {}, {}, station(112, 102)], wib(14, 18, 25), supersedes=sent["first"]
    )
    assert figure("sum_suara_sah") == 130 + 102
    silent = figure("tps_not_received")
    withdraw(corrected)
    assert figure("sum_suara_sah") == 130
    assert bin_of(name_of(sent["first"], SOUND)) is Bin.SUPERSEDED
    # The station was heard of before: it has reported, but nothing it said is in force.
    assert figure("tps_not_received") == silent
    withdraw(sent["first"])
    # Only what the second file repeated or contradicted is still known of the first stations.
    assert figure("tps_not_received") == (silent or 0) + 2
    refused(lambda: hold(name_of(sent["first"], SOUND)), "sudah ditarik")
    refused(lambda: withdraw(sent["first"], reason=f"{REASON} lagi"), "sudah ditarik")


def test_a_withdrawn_nil_is_no_report(sent: Sent) -> None:
    nil = send(
        INCIDENTS, [], wib(14, 18, 25), sender="tim.16-72-04@example.org", area="16.72.04", is_nil=True
    )

    def heard() -> dict[str, Any]:
        with open_desk() as desk, desk.database.reading() as session:
            at = {"period_start": to_text(START), "as_of": to_text(desk.now())}
            rows = session.rows("units_kejadian", form_id=INCIDENTS, frame_version=1, **at)
        return {row["unit_code"]: row["has_nil"] for row in rows if row["received_at"]}

    assert heard() == {"16.72.04": 1, AREA: 0}
    withdraw(nil)
    assert heard() == {AREA: 0}


def test_only_what_is_in_force_can_be_withdrawn(sent: Sent) -> None:
    release(name_of(sent["first"], CONFLICT))
    only_repeats = send("pungut_hitung", [{}, station(130, 130)], wib(14, 18, 28))
    refused(lambda: withdraw(only_repeats), "Tidak ada baris")
    with pytest.raises(RecordError, match="tidak dikenal"):
        withdraw("K-20240214-0999")


def test_a_unit_is_closed_with_a_reason_and_counts_as_no_report(sent: Sent) -> None:
    unit, silent = units()[SILENT], figure("tps_not_received")
    outcome = excuse(unit)
    assert figure("tps_not_received") == silent
    with open_desk() as desk, desk.database.reading() as session:
        known = act_records.excused_units(session, "pungut_hitung", START, desk.now())
        before = act_records.excused_units(session, "pungut_hitung", START, wib(14, 18, 29))
        other = act_records.excused_units(session, INCIDENTS, START, desk.now())
    assert (known, before, other) == ({unit: outcome.act}, {}, {})
    refused(lambda: excuse(units()[SOUND]), "sudah melapor")
    refused(lambda: excuse("1672051001999"), "tidak wajib")
    refused(lambda: excuse(AREA), "tidak wajib")
    refused(lambda: excuse(unit, period="2024-02-16"), "tidak diminta")


# --- Who, why, when, once --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "match"),
    [
        ("terlalu pendek", "20 huruf"),
        ("   salah    ketik      ya   ", "20 huruf"),
        ("sudah dicek dengan NIK 1672010101800001 petugasnya", "P43"),
        ("sudah dicek dengan NIK 167201 010180 0001 petugasnya", "NIK"),
        ("sudah ditelepon ke 0812-3456-7890 tadi siang", "nomor telepon"),
        ("keadaan di lapangan sudah aman terkendali semua", "aman"),
    ],
)
def test_a_reason_is_a_sentence_that_may_be_printed(sent: Sent, reason: str, match: str) -> None:
    refused(lambda: release(name_of(sent["first"], BROKEN), reason=reason), match)


@pytest.mark.parametrize("actor", ["", "petugas.verifikasi", "petugas.persetujuan", "admin"])
def test_only_data_officers_decide_about_rows(sent: Sent, actor: str) -> None:
    name = name_of(sent["first"], BROKEN)
    for act in (
        lambda: release(name, by=actor),
        lambda: hold(name_of(sent["first"], SOUND), by=actor),
        lambda: override(name, {"suara_sah": "110"}, by=actor),
        lambda: withdraw(sent["first"], by=actor),
        lambda: excuse(units()[SILENT], by=actor),
    ):
        refused(act, "tidak berwenang")


def test_nobody_decides_about_what_he_sent_himself(sent: Sent) -> None:
    own = send(
        "pungut_hitung",
        [{}] * SILENT + [station(80, 80)],
        wib(14, 18, 25),
        sender=f"{DATA}@pagaralam.example.org",
    )
    refused(lambda: release(name_of(own, SILENT)), "sendiri yang mengirimnya")
    refused(lambda: withdraw(own), "sendiri yang mengirimnya")


def test_the_same_act_again_changes_nothing(sent: Sent) -> None:
    one, other = name_of(sent["first"], CONFLICT), name_of(sent["second"], CONFLICT)
    for act in (
        lambda: release(name_of(sent["first"], BROKEN)),
        lambda: hold(name_of(sent["first"], TWICE)),
        lambda: override(name_of(sent["first"], SOUND), {"suara_sah": "99", "suara_tidak_sah": "11"}),
        lambda: merge(one, other, {"suara_sah": "1", "suara_tidak_sah": "1"}),
        lambda: withdraw(sent["early"]),
        lambda: excuse(units()[SILENT]),
    ):
        first = act()
        before = counts()
        again = act()
        assert (first.is_new, again.is_new, again.act) == (True, False, first.act)
        assert counts() == before


def test_every_act_is_one_ledger_event_without_other_words_than_the_reason(sent: Sent) -> None:
    outcome = release(name_of(sent["second"], CONFLICT))
    with open_desk() as desk, desk.database.reading() as session:
        (told,) = [entry for entry in ledger.entries(session) if entry.event == "officer_acted"]
    assert (told.actor, told.at) == (DATA, to_text(outcome.act.decided_at))
    assert told.payload["reason"] == REASON
    assert told.payload["subject"] == outcome.act.subject
    assert told.payload["superseded"] == outcome.act.detail["superseded"]
    assert set(told.payload) == {
        "act_id",
        "act",
        "subject_kind",
        "subject",
        "form",
        "period_start",
        "kecamatan",
        "reason",
        "superseded",
        "new_row",
        "detail",
    }


def test_no_act_lies_before_the_receipt_or_the_ledger(sent: Sent) -> None:
    """A decision cannot be dated back (P24)."""
    future = send("pungut_hitung", [{}] * SILENT + [{**station(80, 80), "suara_sah": 70}], wib(14, 19))
    refused(lambda: release(name_of(future, SILENT)), "lebih awal daripada peristiwa terakhir")
    refused(lambda: release(name_of(sent["first"], BROKEN)), "lebih awal daripada peristiwa terakhir")


def test_an_act_never_reaches_an_edition_with_an_earlier_cut_off(sent: Sent) -> None:
    with open_desk() as desk:
        before = desk.now()
    names = (
        "sum_suara_sah",
        "tps_held",
        "rows_held",
        "rows_superseded",
        "tps_not_received",
        "incidents_open_severe",
    )
    known = {name: figure(name, before) for name in names}
    release(name_of(sent["second"], CONFLICT))
    hold(name_of(sent["first"], SOUND))
    override(name_of(sent["first"], BROKEN), {"suara_sah": "110"})
    override(name_of(sent["incident"], form_id=INCIDENTS), {"tingkat": "sedang"})
    withdraw(sent["early"])
    assert {name: figure(name, before) for name in names} == known
    assert {name: figure(name) for name in names} != known
    with open_desk() as desk, desk.database.reading() as session:
        assert act_records.acts_as_of(session, START, before) == []
        assert len(act_records.acts_as_of(session, START, desk.now())) == 5


def test_what_was_received_is_judged_before_anybody_decides(sent: Sent) -> None:
    """A version that waits for the rules is a version that the officer has to see."""
    from jujur.operations.receive import Arrival, receive_all

    with open_desk() as desk:
        content = desk.raw.get(records_sha(sent["second"]))
        receive_all(desk, [Arrival("uji", "kiriman.xlsx", content, TEAM, "cli")], desk.now())
    withdraw(sent["second"])
    with open_desk() as desk, desk.database.reading() as session:
        assert records.unread(session) == []


def records_sha(submission_id: str) -> str:
    with open_desk() as desk, desk.database.reading() as session:
        found = records.submission_by_id(session, submission_id)
    assert found is not None
    return found.sha256


# --- The state machine -----------------------------------------------------------------------------------------------


def test_the_record_holds_no_step_that_the_state_machine_does_not_know(sent: Sent) -> None:
    send("pungut_hitung", [station(151, 141)], wib(14, 18, 25), supersedes=sent["first"])
    release(name_of(sent["first"], BROKEN))
    hold(name_of(sent["first"], SOUND))
    override(name_of(sent["first"], TWICE), {"suara_sah": "120", "suara_tidak_sah": "10"})
    withdraw(sent["early"])
    with open_desk() as desk, desk.database.engine.connect() as connection:
        steps = connection.exec_driver_sql(
            "SELECT LAG(bin) OVER (PARTITION BY submission_id, row_id ORDER BY seq), bin, actor FROM disposition"
        ).fetchall()
    assert len(steps) > 200
    wrong = [
        (before, after, actor)
        for before, after, actor in steps
        if before != after
        and not row_may_move(
            Bin(before) if before else None, Bin(after), "rules" if actor == "aturan" else "officer"
        )
        and not (before is None and actor == DATA and after == "accepted")
    ]
    assert wrong == []


# --- Editions --------------------------------------------------------------------------------------------------------

TENGAH = f"20240214-1930-harian-{AREA}-r0"


def frozen() -> None:
    decisions.to(CUT_OFF.replace(second=5))
    publish.compute_figures(publish.freeze_editions(CUT_OFF))


def test_an_edition_lists_what_was_decided_by_hand_about_its_area(sent: Sent) -> None:
    release(name_of(sent["second"], CONFLICT))
    excuse(units()[SILENT])
    frozen()
    hold(name_of(sent["first"], SOUND))  # after the cut-off: not this edition's
    listed = {}
    with open_desk() as desk, desk.database.reading() as session:
        for area in (AREA, "16.72", "16.72.01"):
            edition = editions.edition_by_id(session, f"20240214-1930-harian-{area}-r0")
            content = publish.content_of(desk, session, edition, with_decisions=False)
            listed[area] = [act.act for act in content.acts]
            assert content.manual_actions == len(content.acts)
            assert all(act.actor == "Petugas Data dan Pelaporan" for act in content.acts)
            assert content.refusals == ()
    assert listed == {AREA: ["release", "excuse"], "16.72": ["release", "excuse"], "16.72.01": []}


def test_a_report_with_rows_that_an_officer_or_nobody_knows_holds_passes_its_audit(sent: Sent) -> None:
    """Rows held for another reason than a finding are listed like the others (P01, P10)."""
    hold(name_of(sent["first"], SOUND))
    override(name_of(sent["first"], BROKEN), {"suara_sah": "110"})
    override(name_of(sent["incident"], form_id=INCIDENTS), {"tingkat": "ringan"})
    frozen()
    assert len(publish.draft_edition(TENGAH)) == 64


def drafted_without_drawing(edition_id: str) -> None:
    with open_desk() as desk, desk.database.writing() as session:
        editions.add_status(session, edition_id, editions.EditionStatus.DRAFTED, desk.now(), "0" * 64)


def test_a_withdrawn_edition_is_kept_and_marked_and_sent_no_more(sent: Sent) -> None:
    from jujur.domain.errors import PublicationBlocked
    from jujur.operations import deliver, verify

    frozen()
    refused(lambda: withdraw(TENGAH), "tidak sedang terbit")
    publish.draft_edition(TENGAH)
    publish.record_decision([TENGAH], "verify", "petugas.verifikasi", True, REASON)
    publish.record_decision([TENGAH], "approve", "petugas.persetujuan", True, REASON)
    publish.finish_edition(TENGAH)
    outcome = withdraw(TENGAH)
    with open_desk() as desk, desk.database.reading() as session:
        steps = editions.statuses(session, TENGAH)
        pdf = verify.edition_pdf(desk, TENGAH)
        told = [entry for entry in ledger.entries(session) if entry.event == "edition_withdrawn"]
    assert list(steps)[-1] == "ditarik"
    assert steps[editions.EditionStatus.WITHDRAWN] == steps[editions.EditionStatus.PUBLISHED]
    assert [entry.payload["act_id"] for entry in told] == [outcome.act.id]
    verdict = verify.verify_pdf(pdf)
    assert (verdict.status, verdict.differences) == ("ditarik", ())
    with pytest.raises(PublicationBlocked, match="sudah ditarik"):
        deliver.deliver_edition(TENGAH)
    assert withdraw(TENGAH) == Outcome(outcome.act, False)
    refused(lambda: withdraw(TENGAH, reason=f"{REASON} sekali lagi"), "tidak sedang terbit")


def test_a_later_edition_prints_who_refused_the_earlier_one(sent: Sent) -> None:
    """L36: a rejection does not vanish with the edition that it stopped."""
    frozen()
    drafted_without_drawing(TENGAH)
    with pytest.raises(DecisionRefused):
        publish.record_decision([TENGAH], "verify", "petugas.verifikasi", False, REASON)
    decisions.later(30)
    with open_desk() as desk, desk.database.reading() as session:
        first = editions.edition_by_id(session, TENGAH)
        later = decisions.edition_now(desk, revision=1)
        elsewhere = decisions.edition_now(desk, revision=1, area="16.72.01")
        another_day = replace(later, period=day_period(date(2024, 2, 15)))
        (refusal,) = refusals_of(desk, session, later)
        assert refusals_of(desk, session, first) == ()
        assert refusals_of(desk, session, elsewhere) == ()
        assert refusals_of(desk, session, replace(later, as_of=first.as_of)) == ()
        assert refusals_of(desk, session, another_day) == (refusal,)
    assert refusal.office == "Koordinator Data dan Verifikasi"
    assert (refusal.decision.is_agreed, refusal.decision.reason) == (False, REASON)
    # Once an edition is published that printed it, those of later days need not say it again.
    with open_desk() as desk, desk.database.writing() as session:
        printed = replace(later, id="uji-terbit")
        editions.add_edition(session, printed)
        for step in ("dibekukan", "dihitung", "dirancang", "diverifikasi", "disetujui", "terbit"):
            editions.add_status(session, printed.id, editions.EditionStatus(step), desk.now())
    with open_desk() as desk, desk.database.reading() as session:
        now = decisions.edition_now(desk, revision=2)
        assert refusals_of(desk, session, now) == (refusal,)
        assert refusals_of(desk, session, replace(now, period=another_day.period)) == ()


# --- Three hands -----------------------------------------------------------------------------------------------------


def people(home: Path, monkeypatch: pytest.MonkeyPatch, officers: str) -> None:
    """A desk like ours with other officers."""
    from tests.conftest import PROJECT

    config = home.parent / "config"
    shutil.copytree(PROJECT / "config", config)
    (config / "pagar-alam" / "officers.yaml").write_text(f"petugas:\n{officers}", encoding="utf-8")
    monkeypatch.setenv("JUJUR_DESK", str(config / "pagar-alam"))


def officer(login: str, duty: str, address: str) -> str:
    return f"  - {{id: {login}, wewenang: {duty}, jabatan: Jabatan {login}, alamat: {address}}}\n"


def test_who_decided_about_a_row_neither_verifies_nor_approves(
    sent: Sent, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One person with several logins is one person (P38, L37)."""
    people(
        home,
        monkeypatch,
        officer("petugas.data", "data", "satu@desk.example.org")
        + officer("periksa.satu", "verify", "SATU@desk.example.org")
        + officer("periksa.dua", "verify", "dua@desk.example.org")
        + officer("setuju.satu", "approve", "satu@desk.example.org")
        + officer("setuju.dua", "approve", "dua@desk.example.org")
        + officer("setuju.tiga", "approve", "tiga@desk.example.org"),
    )
    release(name_of(sent["second"], CONFLICT))
    frozen()
    drafted_without_drawing(TENGAH)

    def decide(act: str, actor: str) -> None:
        publish.record_decision([TENGAH], act, actor, True, REASON)

    with pytest.raises(DecisionRefused, match="sudah memutuskan baris"):
        decide("verify", "periksa.satu")
    decide("verify", "periksa.dua")
    with pytest.raises(DecisionRefused, match="sudah memutuskan baris"):
        decide("approve", "setuju.satu")
    with pytest.raises(DecisionRefused, match="pemeriksa dan penyetuju harus berbeda"):
        decide("approve", "setuju.dua")
    with open_desk() as desk, desk.database.reading() as session:
        assert [item.actor for item in editions.decisions_of(session, TENGAH)] == ["periksa.dua"]
    # Two logins of one person that answer in the same moment: what was not there at the first look is at the second.
    looks: list[str] = []

    def look(desk: Desk, session: Session, edition_id: str, act: Act, actor: str) -> None:
        looks.append(actor)
        if len(looks) > 1:
            refuse_shared_hands(desk, session, edition_id, act, actor)

    with monkeypatch.context() as patch:
        patch.setattr(publish, "refuse_shared_hands", look)
        with pytest.raises(DecisionRefused, match="pemeriksa dan penyetuju harus berbeda"):
            decide("approve", "setuju.dua")
    decide("approve", "setuju.tiga")


def test_who_sent_what_an_edition_uses_neither_verifies_nor_approves(
    sent: Sent, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(
        home,
        monkeypatch,
        officer("petugas.data", "data", "data@desk.example.org")
        + officer("periksa.tim", "verify", TEAM)
        + officer("periksa.lain", "verify", decisions.STRANGER)
        + officer("setuju.lain", "approve", decisions.STRANGER),
    )
    frozen()
    for area in (AREA, "16.72", "16.72.01"):
        drafted_without_drawing(f"20240214-1930-harian-{area}-r0")
    with pytest.raises(DecisionRefused, match="mengirim laporan"):
        publish.record_decision([TENGAH], "verify", "periksa.tim", True, REASON)
    with pytest.raises(DecisionRefused, match="mengirim laporan"):
        publish.record_decision(["20240214-1930-harian-16.72-r0"], "verify", "periksa.tim", True, REASON)
    ids = [f"20240214-1930-harian-{area}-r0" for area in ("16.72.01", AREA)]
    with pytest.raises(DecisionRefused, match="mengirim laporan"):
        publish.record_decision(ids, "verify", "periksa.tim", True, REASON)
    with open_desk() as desk, desk.database.reading() as session:
        # Half an answer would keep the other officer from the rest.
        assert [editions.decisions_of(session, edition_id) for edition_id in ids] == [[], []]
    # Nothing of this team is in that edition, and nothing of the stranger's in any: a held row bars nobody.
    publish.record_decision(["20240214-1930-harian-16.72.01-r0"], "verify", "periksa.tim", True, REASON)
    publish.record_decision([TENGAH], "verify", "periksa.lain", True, REASON)
    with pytest.raises(DecisionRefused, match="pemeriksa dan penyetuju"):
        publish.record_decision([TENGAH], "approve", "setuju.lain", True, REASON)


# --- The command -----------------------------------------------------------------------------------------------------


def test_the_command_says_what_became_of_it(sent: Sent) -> None:
    from typer.testing import CliRunner

    from jujur.cli import app

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["decide", *words])
        return result.exit_code, result.output

    code, output = run("held", "--json")
    rows = [json.loads(line) for line in output.splitlines()]
    assert (code, len(rows)) == (0, 5)
    signed = ("--by", DATA, "--reason", REASON)
    assert run("override", rows[2]["row"], "suara_sah=110", *signed)[1].startswith(
        "Nilai ditetapkan petugas:\n  suara_sah: 100 menjadi 110\n"
    )
    take = ("--take", "suara_sah=2", "--take", "suara_tidak_sah=2")
    code, output = run("merge", rows[0]["row"], rows[1]["row"], *take, *signed)
    assert (code, output.count("digantikan: ")) == (0, 2)
    assert run("release", rows[3]["row"], *signed)[0] == 0
    assert "tidak ada yang berubah" in run("release", rows[3]["row"], *signed)[1]
    assert run("hold", rows[3]["row"], *signed)[0] == 0
    assert run("excuse", units()[SILENT], "--form", "pungut_hitung", "--period", PERIOD, *signed)[0] == 0
    assert run("withdraw", sent["early"], *signed)[0] == 0
    code, output = run("release", rows[4]["row"])
    assert (code, output.startswith("Gagal: ")) == (1, True)
    assert run("override", rows[3]["row"], "suara_sah", *signed)[0] == 1
    code, output = run("held")
    assert (code, output.startswith("[1] ")) == (0, True)


def test_an_error_of_ours_is_a_sentence(sent: Sent) -> None:
    with pytest.raises(JujurError):
        release("")


def test_both_databases_tell_the_same_story(
    home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    start_desk()
    sent = decisions.play_the_day()
    release(name_of(sent["second"], CONFLICT))
    override(name_of(sent["first"], BROKEN), {"suara_sah": "110"})
    hold(name_of(sent["first"], TWICE))
    withdraw(sent["early"])
    excuse(units()[SILENT])
    override(name_of(sent["incident"], form_id=INCIDENTS), {"tingkat": "ringan"})
    frozen()
    drafted_without_drawing(TENGAH)
    with pytest.raises(DecisionRefused):
        publish.record_decision([TENGAH], "verify", "petugas.verifikasi", False, REASON)
    decisions.later(1)
    with open_desk() as desk, desk.database.reading() as session:
        revision = decisions.edition_now(desk, revision=1)
        done, refusals = acts_of(desk, session, revision), refusals_of(desk, session, revision)
        assert len(held_rows(desk)) == 2
    assert [act.act for act in done] == [
        "release",
        "override",
        "hold",
        "withdraw",
        "excuse",
        "override",
    ]
    assert len(refusals) == 1
    assert (figure("sum_suara_sah"), figure("incidents_open_severe")) == (145 + 110 + 100, 0)
