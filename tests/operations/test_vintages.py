"""Revisions of the real day: complete change tables, causes, errata to everyone a wrong edition reached (P25-P29)."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import revised_days as days
from tests.days import CUT_OFF, KECAMATAN, receive_the_day
from tests.revised_days import LATER, come_out, revise

from jujur.auditing import read_text
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import PublicationBlocked
from jujur.domain.vintages import Cause, Change
from jujur.figures import differences
from jujur.operations import content as contents
from jujur.operations import deliver, publish, replacing, seal, vintages
from jujur.operations.desk import open_desk
from jujur.operations.translating import translate_errata
from jujur.record import editions, ledger

FIRST = "20240214-1930-harian-16.72-r0"
TENGAH = "20240214-1930-harian-16.72.05-r0"


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    days.stand_in_pages(monkeypatch)


@pytest.fixture(scope="session")
def first_issue(received_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The received day with all six first issues published. Copy it, do not change it."""
    folder = tmp_path_factory.mktemp("first") / "home"
    shutil.copytree(received_day, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        days.stand_in_pages(patch)
        come_out(publish.freeze_editions(CUT_OFF))
    return folder


@pytest.fixture
def issued(first_issue: Path, home: Path) -> Path:
    shutil.copytree(first_issue, home)
    return home


def team(area_code: str) -> str:
    with open_desk() as desk:
        found = desk.config.team_of_area(area_code)
        assert found is not None
        return found.id


def late_nil(folder: Path, minutes: int = 40) -> None:
    with open_desk() as desk:
        content = days.nil_report(desk, "16.72.03")
    moment = CUT_OFF + timedelta(minutes=minutes)
    days.receive_late(folder, "nihil.xlsx", content, team("16.72.03"), moment)


def late_severe(folder: Path) -> None:
    with open_desk() as desk:
        content = days.incident_report(desk, "16.72.05")
    moment = CUT_OFF + timedelta(minutes=41)
    days.receive_late(folder, "kejadian.xlsx", content, team("16.72.05"), moment)


def correction(folder: Path, minutes: int = 50) -> str:
    with open_desk() as desk:
        content, unit = days.one_more_voter(desk, "16.72.05")
    moment = CUT_OFF + timedelta(minutes=minutes)
    days.receive_late(folder, "perbaikan.xlsx", content, team("16.72.05"), moment)
    return unit


def table(edition_id: str) -> dict[str, Change]:
    return {change.key: change for change in vintages.changes(edition_id)}


def said(edition_id: str) -> dict[str, str]:
    """What an edition says, from its own content."""
    with open_desk() as desk, desk.database.reading() as session:
        content = contents.content_of(desk, session, editions.edition_by_id(session, edition_id), True)
    return differences.printed(content.figures, content.statuses)


def content_of(edition_id: str) -> Any:
    with open_desk() as desk, desk.database.reading() as session:
        return contents.content_of(desk, session, editions.edition_by_id(session, edition_id), True)


def part(change: Change, name: str) -> list[Any]:
    return [json.loads(line)[name] if line else None for line in (change.before, change.after)]


@pytest.fixture
def started(request: pytest.FixtureRequest, database_url: str, home: Path, monkeypatch: Any) -> None:
    """The first issue on SQLite (a copy), or played anew on PostgreSQL."""
    if database_url.startswith("sqlite"):
        shutil.copytree(request.getfixturevalue("first_issue"), home)
        return
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    receive_the_day(request.getfixturevalue("workbooks"))
    come_out(publish.freeze_editions(CUT_OFF))


def test_a_late_file_and_a_correction_give_a_revision_with_exactly_their_changes(
    started: None, tmp_path: Path
) -> None:
    before, before_there = said(FIRST), said(TENGAH)
    late_nil(tmp_path)
    correction(tmp_path)
    ids = revise()
    assert [item.split("-", 3)[3] for item in ids] == ["16.72-r1", "16.72.03-r1", "16.72.05-r1"]
    city = table("20240214-1930-harian-16.72-r1")
    assert differences.apply(before, city.values()) == said("20240214-1930-harian-16.72-r1")
    assert differences.apply(said(ids[0]), differences.reverse(city.values())) == before
    there = table("20240214-1930-harian-16.72.05-r1")
    assert differences.apply(before_there, there.values()) == said("20240214-1930-harian-16.72.05-r1")
    voters = city["16.72/sum_pemilih_dpt_j"]
    assert (voters.cause, voters.who, voters.changed_at) == (
        Cause.ROUTINE,
        "tim",
        CUT_OFF + timedelta(minutes=50),
    )
    old, new = part(voters, "value")
    assert new == old + 1
    forms = city["16.72/incident_forms"]
    assert (forms.cause, forms.who, part(forms, "k")) == (Cause.LATE, "tim", [3, 4])
    assert forms.changed_at == CUT_OFF + timedelta(minutes=40)
    assert {change.cause for change in table("20240214-1930-harian-16.72.03-r1").values()} == {Cause.LATE}
    assert not any(key.startswith("16.72.01/") for key in city)
    assert content_of(ids[0]).status_label.endswith("DIREVISI")
    with open_desk() as desk, desk.database.reading() as session:
        assert ledger.verify(session) > 0
        assert desk.config.calendar.slot_of(editions.edition_by_id(session, ids[0])).cut_off_at == CUT_OFF


def test_the_number_stays_and_the_revision_counts(issued: Path, tmp_path: Path) -> None:
    correction(tmp_path)
    revise()
    late_nil(tmp_path, minutes=150)
    second = revise(LATER + timedelta(hours=2))
    assert second == ["20240214-1930-harian-16.72-r2", "20240214-1930-harian-16.72.03-r1"]
    with open_desk() as desk, desk.database.reading() as session:
        first, newest = (editions.edition_by_id(session, item) for item in (FIRST, second[0]))
        assert (newest.number, newest.release_at, newest.period) == (
            first.number,
            first.release_at,
            first.period,
        )
        assert session.row("slot_count", kind="harian", as_of="2024-12-31T00:00:00.000000Z") == {
            "slot_count": 1
        }
    content = content_of(second[0])
    assert content.replaces.edition_id == "20240214-1930-harian-16.72-r1"
    assert {change.key.partition("/")[0] for change in content.changes} <= {
        "16.72",
        "16.72.03",
        "status",
    }


def test_nothing_changed_makes_no_revision(issued: Path) -> None:
    days.at(LATER)
    assert vintages.revise_slot(CUT_OFF, as_of=LATER) == []


def test_an_officers_act_about_what_was_published_is_the_desks_error(issued: Path) -> None:
    days.hold_by_officer("16.72.05", CUT_OFF + timedelta(minutes=30))
    ids = revise()
    held = table(ids[0])["16.72/rows_held"]
    assert (held.cause, held.who) == (Cause.ERROR, "petugas")
    assert content_of(ids[0]).status_label == "DEMONSTRASI · KOREKSI"


def test_another_method_is_said_to_be_one(
    issued: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3: other code that finds other figures in the same rows; what a team sent besides keeps its own cause."""
    from jujur.operations import agreement, known

    correction(tmp_path)
    honest, again = known.figures.compute, agreement.recount

    def other_code(*arguments: Any) -> Any:
        found = honest(*arguments)
        return {
            key: differences_of_turnout(figure) if figure.name == "turnout" else figure
            for key, figure in found.items()
        }

    def other_code_again(*arguments: Any) -> Any:
        found = again(*arguments)
        return {
            key: one._replace(upper=None) if key.endswith("/turnout") else one for key, one in found.items()
        }

    monkeypatch.setattr(known.figures, "compute", other_code)
    monkeypatch.setattr(agreement, "recount", other_code_again)
    monkeypatch.setenv("JUJUR_CODE_VERSION", "uji-2")
    ids = revise()
    assert table(ids[0])["16.72/turnout"].cause is Cause.METHOD
    assert table(ids[0])["16.72/sum_pemilih_dpt_j"].cause is Cause.ROUTINE
    assert "20240214-1930-harian-16.72.01-r1" in ids


def differences_of_turnout(figure: Any) -> Any:
    from dataclasses import replace

    return replace(figure, upper=None)


def test_a_row_changed_behind_our_back_gets_no_cause_and_no_revision(issued: Path, tmp_path: Path) -> None:
    """L04: no UPDATE hides among the changes of an honest late file."""
    correction(tmp_path)
    with sqlite3.connect(issued / "jujur.sqlite") as connection:
        connection.execute("DROP TRIGGER row_pungut_hitung_no_update")
        connection.execute(
            "UPDATE row_pungut_hitung SET suara_sah = suara_sah + 1 WHERE kecamatan_code = '16.72.05'"
        )
    days.at(LATER)
    ids = vintages.revise_slot(CUT_OFF, as_of=LATER)
    with pytest.raises(PublicationBlocked, match="berubah surut"):
        publish.compute_figures(ids)


def test_a_change_table_that_somebody_thinned_out_blocks_the_edition(issued: Path, tmp_path: Path) -> None:
    correction(tmp_path)
    days.at(LATER)
    ids = vintages.revise_slot(CUT_OFF, as_of=LATER)
    publish.compute_figures(ids)
    with sqlite3.connect(issued / "jujur.sqlite") as connection:
        connection.execute("DROP TRIGGER edition_change_no_delete")
        connection.execute("DELETE FROM edition_change WHERE subject_key = '16.72/sum_pemilih_dpt_j'")
    with pytest.raises(PublicationBlocked, match="seluruh perbedaan"):
        publish.draft_edition(ids[0])


def test_a_revision_waits_for_the_first_issue_and_for_its_instant(day: Path, tmp_path: Path) -> None:
    ids = publish.freeze_editions(CUT_OFF)
    days.at(LATER)
    with pytest.raises(PublicationBlocked, match="belum terbit"):
        vintages.revise_slot(CUT_OFF)
    come_out(ids)
    with pytest.raises(PublicationBlocked, match="harus sesudah"):
        vintages.revise_slot(CUT_OFF, as_of=CUT_OFF)
    with pytest.raises(PublicationBlocked, match="belum lewat"):
        vintages.revise_slot(CUT_OFF, as_of=LATER + timedelta(hours=9))


def test_a_revision_on_its_way_is_taken_up_again(issued: Path, tmp_path: Path) -> None:
    correction(tmp_path)
    days.at(LATER)
    ids = vintages.revise_slot(CUT_OFF, as_of=LATER)
    assert vintages.revise_slot(CUT_OFF) == ids


def test_every_figure_of_a_final_edition_is_final(issued: Path) -> None:
    from dataclasses import replace

    with open_desk() as desk, desk.database.reading() as session:
        edition = editions.edition_by_id(session, FIRST)
        revision = replacing.Revision(replacing.predecessor(session, replace(edition, revision=1)), ())
    first = replacing.Revision(None, ())
    assert first.figure_standing(edition) == "SEMENTARA"
    assert revision.figure_standing(replace(edition, revision=1)) == "DIREVISI"
    assert revision.figure_standing(replace(edition, revision=1, is_final=True)) == "FINAL"


# Errata (P26)


def send(*edition_ids: str) -> int:
    for edition_id in edition_ids:
        seal.seal_edition(edition_id)
    return sum(deliver.deliver_edition(edition_id) for edition_id in edition_ids)


def without_recipient(monkeypatch: pytest.MonkeyPatch, recipient_id: str) -> None:
    """The reader is taken off the list, as L39 would have it."""
    from dataclasses import replace

    from jujur.operations import desk as desks

    honest = desks.load_desk

    def shorter(folder: Path) -> Any:
        config = honest(folder)
        kept = tuple(item for item in config.recipients if item.id != recipient_id)
        return replace(config, recipients=kept)

    monkeypatch.setattr(desks, "load_desk", shorter)


def test_a_flipped_status_is_called_to_everyone_the_wrong_edition_reached(
    issued: Path, tmp_path: Path, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L39, L40: also to who is no reader any more; the wrong edition is withdrawn, and kept."""
    mail.refusing.add("gubernur@sumsel.example.org")
    with pytest.raises(PublicationBlocked, match="gubernur"):
        send(FIRST)
    reached = {address for address, _ in mail.messages}
    before = (content_of(TENGAH).statuses[0].status, pdf_of(TENGAH))
    late_nil(tmp_path)
    late_severe(tmp_path)
    without_recipient(monkeypatch, "kajari")
    monkeypatch.setattr(contents, "gated", flipped(contents.gated))
    monkeypatch.setattr(replacing, "gated", flipped(replacing.gated))
    ids = revise()
    assert content_of(ids[0]).is_substantial
    called = {call.recipient_id for call in vintages.errata(FIRST)}
    assert called == {call.recipient_id for call in vintages.errata(ids[0])}
    assert "kajari" in called
    assert "gubernur" not in called
    assert len(called) == len(reached)
    mail.refusing.clear()
    mail.messages.clear()
    send(ids[0])
    told = {address for address, _ in mail.messages}
    assert reached <= told
    assert "kajari@kejari.example.org" in told
    assert "gubernur@sumsel.example.org" in told
    message = mail.messages[0][1]
    assert "(R1)" in message["Subject"]
    assert "RALAT" in message.get_body(("plain",)).get_content()
    edition, sheet = message.iter_attachments()
    said = " ".join(" ".join(read_text(sheet.get_content())).split())
    assert (edition.get_filename()[-7:], sheet.get_filename()[:6]) == ("-R1.pdf", "Ralat-")
    assert f"{len(called)} penerima" in said
    assert "Simpulan, status, atau arah perbandingan berubah" in said
    with open_desk() as desk:
        in_english = " ".join(" ".join(read_text(translate_errata(desk, ids[0], "en") or b"")).split())
        with pytest.raises(PublicationBlocked, match="ditarik"):
            translate_errata(desk, FIRST, "en")
    assert f"{len(called)} recipients, namely all who received the edition replaced" in in_english
    with open_desk() as desk, desk.database.reading() as session:
        steps = editions.statuses(session, FIRST)
        event = [entry for entry in ledger.entries(session) if entry.event == "errata_called"]
    assert EditionStatus.WITHDRAWN in steps
    assert {entry.payload["withdrawn"] for entry in event} >= {FIRST}
    assert pdf_of(TENGAH) == before[1]


def flipped(honest: Any) -> Any:
    """A gate under which a city with all incident forms in is calm: the day itself flips no status by one file."""
    from dataclasses import replace

    from jujur.domain.figures import AreaStatus

    def gate(desk: Any, known: Any, edition: Any, *more: Any) -> Any:
        found = honest(desk, known, edition, *more)
        heard = known[f"{edition.area_code}/incident_forms"]
        if edition.area_code != "16.72" or heard.k < 4:
            return found
        return (replace(found[0], status=AreaStatus.PERLU_PERHATIAN), *found[1:])

    return gate


def pdf_of(edition_id: str) -> bytes:
    from jujur.operations.verify import edition_pdf

    with open_desk() as desk:
        return edition_pdf(desk, edition_id)


def test_a_change_that_flips_nothing_calls_nobody(issued: Path, tmp_path: Path, mail: Any) -> None:
    send(FIRST)
    correction(tmp_path)
    ids = revise()
    assert not content_of(ids[0]).is_substantial
    assert vintages.errata(FIRST) == []
    with open_desk() as desk, desk.database.reading() as session:
        assert EditionStatus.WITHDRAWN not in editions.statuses(session, FIRST)
    assert send(ids[0]) == 9
    text = mail.messages[-1][1].get_body(("plain",)).get_content()
    assert "menggantikan nomor" in text
    assert "RALAT" not in text


def test_an_edition_that_was_replaced_is_sent_to_nobody_any_more(
    issued: Path, tmp_path: Path, mail: Any
) -> None:
    """P40: whoever still lacked the first issue gets the revision, never both under one number."""
    mail.refusing.add("gubernur@sumsel.example.org")
    with pytest.raises(PublicationBlocked):
        send(FIRST)
    mail.refusing.clear()
    correction(tmp_path)
    ids = revise()
    with pytest.raises(PublicationBlocked, match="sudah digantikan"):
        send(FIRST)
    assert mail.to("gubernur@sumsel.example.org") == []
    send(*ids)
    assert len(mail.to("gubernur@sumsel.example.org")) == 1
    assert send(*ids) == 0


# FINAL (P27)


def test_a_final_report_names_its_open_units(issued: Path) -> None:
    days.at(LATER)
    with pytest.raises(PublicationBlocked, match=r"belum ditutup: .*\(kejadian\)"):
        vintages.revise_slot(CUT_OFF, is_final=True)
    waiting = vintages.open_units(CUT_OFF)
    assert {unit.unit_code for unit in waiting if unit.form_id == "kejadian"} == {"16.72.03", "16.72.04"}
    # 232 stations came back blank, and every held row keeps its station open.
    with open_desk() as desk, desk.database.reading() as session:
        used = {row["unit_code"] for row in days.used_rows(session, "16.72")}
    assert len([unit for unit in waiting if unit.form_id == "pungut_hitung"]) == 494 - len(used)


def excuse(home: Path, skip: str = "") -> None:
    """Every open unit excused by an officer, except one."""
    with sqlite3.connect(home / "jujur.sqlite") as connection:
        for number, unit in enumerate(vintages.open_units(CUT_OFF)):
            if unit.unit_code != skip:
                connection.execute(
                    "INSERT INTO officer_act (act_id, act, subject_kind, subject, form_id, period_start, "
                    "kecamatan_code, actor, reason, detail, decided_at) VALUES (?, 'excuse', 'unit', ?, ?, "
                    "'2024-02-13T17:00:00.000000Z', NULL, 'petugas.data', "
                    "'TPS tidak dapat dihubungi sampai penutupan', '{}', '2024-02-14T13:00:00.000000Z')",
                    (f"A-{number}", unit.unit_code, unit.form_id),
                )


def test_a_final_report_needs_every_unit_closed_or_excused(issued: Path) -> None:
    days.at(LATER)
    excuse(issued, skip="16.72.04")
    with pytest.raises(
        PublicationBlocked, match=r"1 laporan wajib belum ditutup: Dempo Selatan \(kejadian\)"
    ):
        vintages.revise_slot(CUT_OFF, is_final=True)
    excuse_rest(issued)
    ids = vintages.revise_slot(CUT_OFF, as_of=LATER, is_final=True)
    assert len(ids) == 6
    come_out(ids)
    assert all(content_of(item).status_label == "DEMONSTRASI · FINAL · DIREVISI" for item in ids)


def excuse_rest(home: Path) -> None:
    with sqlite3.connect(home / "jujur.sqlite") as connection:
        connection.execute(
            "INSERT INTO officer_act (act_id, act, subject_kind, subject, form_id, period_start, kecamatan_code, "
            "actor, reason, detail, decided_at) SELECT 'A-akhir', act, subject_kind, '16.72.04', 'kejadian', "
            "period_start, NULL, actor, reason, detail, decided_at FROM officer_act LIMIT 1"
        )


# History (P28) and missing reports (P29)


def test_the_revision_history_is_the_distance_from_the_first_issue(issued: Path, tmp_path: Path) -> None:
    assert content_of(FIRST).history == ()
    late_severe(tmp_path)
    ids = revise()
    found = {one.name: one for one in content_of(ids[0]).history}
    assert (found["incidents_reported"].bias, found["incidents_reported"].mean_absolute) == (1, 1)
    assert (found["coverage"].slots, found["coverage"].bias) == (1, 0)
    # The page of a revision does not move when a later one comes out.
    late_nil(tmp_path, minutes=150)
    revise(LATER + timedelta(hours=2))
    assert content_of(ids[0]).history == tuple(found.values())


def test_a_slot_that_passed_in_silence_is_announced_once(day: Path, mail: Any) -> None:
    """L46: a bad day without a report is told to everybody who was to read it."""
    assert vintages.announce_missing() == []
    days.at(CUT_OFF + timedelta(minutes=31))
    assert vintages.announce_missing() == [CUT_OFF]
    assert vintages.announce_missing() == []
    with open_desk() as desk, desk.database.reading() as session:
        assert sorted(address for address, _ in mail.messages) == sorted(
            item.address for item in desk.config.recipients
        )
        told = [entry for entry in ledger.entries(session) if entry.event == "report_not_published"]
    assert len(told) == 1
    assert vintages.LATE in mail.messages[0][1].get_body(("plain",)).get_content()
    (sheet,) = mail.to("gubernur@sumsel.example.org")[0].iter_attachments()
    said = " ".join(" ".join(read_text(sheet.get_content())).split())
    assert sheet.get_filename() == "Bukan-terbit-harian-Kota-Pagar-Alam-2024-02-14-1930.pdf"
    assert vintages.LATE in said.lower()
    assert "tidak dapat dihitung" not in said


def test_a_notice_that_did_not_arrive_is_tried_again(day: Path, mail: Any) -> None:
    days.at(CUT_OFF + timedelta(minutes=31))
    mail.refusing.add("gubernur@sumsel.example.org")
    with pytest.raises(PublicationBlocked, match="gubernur"):
        vintages.announce_missing()
    mail.refusing.clear()
    vintages.announce_missing()
    assert len(mail.to("gubernur@sumsel.example.org")) == 1
    assert len(mail.to("dandim@kodim.example.org")) == 1


def test_a_published_slot_and_an_empty_desk_are_not_missing(issued: Path, mail: Any) -> None:
    days.at(LATER)
    assert vintages.announce_missing() == []
    assert mail.messages == []


def test_only_the_readers_of_an_absent_area_are_told(day: Path, mail: Any) -> None:
    ids = publish.freeze_editions(CUT_OFF)
    come_out([item for item in ids if item != TENGAH])
    days.at(LATER)
    assert vintages.announce_missing() == [CUT_OFF]
    assert [address for address, _ in mail.messages] == ["camat.16-72-05@pagaralam.example.org"]


def test_a_first_issue_tells_how_late_it_came(day: Path) -> None:
    ids = publish.freeze_editions(CUT_OFF)
    publish.compute_figures(ids)
    for item in ids:
        publish.draft_edition(item)
    assert content_of(FIRST).released_late_by is None
    days.at(CUT_OFF + timedelta(hours=1))
    come_out(ids)
    late = content_of(FIRST).released_late_by
    assert late is not None
    assert timedelta(minutes=30) <= late < timedelta(minutes=32)
    assert len(KECAMATAN) == 5
