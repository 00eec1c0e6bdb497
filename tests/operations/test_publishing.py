"""From the cut-off to the mailbox: nobody can publish alone, nothing is sent twice, and every lie about a PDF is found."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.days import CUT_OFF, KECAMATAN
from tests.published_days import APPROVER, REASON, TENGAH, VERIFIER

from jujur.domain.audits import AuditResult
from jujur.domain.errors import DecisionRefused, PublicationBlocked
from jujur.domain.properties import Outcome
from jujur.operations import answer, deliver, publish, verify
from jujur.operations.desk import open_desk
from jujur.operations.summary import summarise
from jujur.record import editions, ledger


def found(sentence: str) -> AuditResult:
    return AuditResult({"P15": Outcome.FAILED}, (sentence,))


def pdf_of(edition_id: str = TENGAH) -> bytes:
    with open_desk() as desk:
        return verify.edition_pdf(desk, edition_id)


def test_there_is_an_edition_for_the_city_and_each_kecamatan(drafted: Path) -> None:
    ids = publish.freeze_editions(CUT_OFF)
    assert [item.split("-")[3] for item in ids] == ["16.72", *KECAMATAN]
    assert publish.freeze_editions(CUT_OFF) == ids


def test_publishing_needs_both_officers(drafted: Path) -> None:
    with pytest.raises(DecisionRefused):
        publish.finish_edition(TENGAH)
    publish.record_decision([TENGAH], "verify", VERIFIER, True, REASON)
    with pytest.raises(DecisionRefused):
        publish.finish_edition(TENGAH)


@pytest.mark.parametrize(
    ("act", "actor"),
    [("verify", APPROVER), ("approve", VERIFIER), ("verify", "admin"), ("approve", APPROVER)],
)
def test_nobody_decides_out_of_turn_or_authority(drafted: Path, act: str, actor: str) -> None:
    with pytest.raises(DecisionRefused):
        publish.record_decision([TENGAH], act, actor, True, REASON)
    with open_desk() as desk, desk.database.reading() as session:
        assert editions.decisions_of(session, TENGAH) == []


def test_a_decision_counts_once_and_cannot_be_turned(drafted: Path) -> None:
    publish.record_decision([TENGAH], "verify", VERIFIER, True, REASON)
    publish.record_decision([TENGAH], "verify", VERIFIER, True, REASON)
    with pytest.raises(DecisionRefused):
        publish.record_decision([TENGAH], "verify", VERIFIER, False, REASON)
    with open_desk() as desk, desk.database.reading() as session:
        assert len(editions.decisions_of(session, TENGAH)) == 1


def test_a_rejection_is_recorded_and_final(drafted: Path) -> None:
    for _ in range(2):
        with pytest.raises(DecisionRefused, match="baris ditahan belum diklarifikasi"):
            publish.record_decision([TENGAH], "verify", VERIFIER, False, "baris ditahan belum diklarifikasi")
    with pytest.raises(DecisionRefused):
        publish.record_decision([TENGAH], "approve", APPROVER, True, REASON)
    with open_desk() as desk, desk.database.reading() as session:
        (taken,) = editions.decisions_of(session, TENGAH)
        told = [entry for entry in ledger.entries(session) if entry.event == "decision_taken"]
    assert not taken.is_agreed
    assert len(told) == 1


def test_publishing_again_changes_nothing(published: Path) -> None:
    before = pdf_of()
    publish.record_decision([TENGAH], "approve", APPROVER, True, REASON)
    publish.finish_edition(TENGAH)
    publish.compute_figures([TENGAH])
    assert pdf_of() == before
    with open_desk() as desk, desk.database.reading() as session:
        events = [entry.event for entry in ledger.entries(session)]
    assert events.count("edition_published") == 1
    assert events.count("decision_taken") == 2


def test_the_cut_off_must_have_passed(home: Path) -> None:
    from tests.days import start_desk

    start_desk()
    with pytest.raises(PublicationBlocked, match="Batas data"):
        publish.freeze_editions(CUT_OFF)


def test_an_audit_that_finds_something_stops_the_edition(
    drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish.record_decision([TENGAH], "verify", VERIFIER, True, REASON)
    publish.record_decision([TENGAH], "approve", APPROVER, True, REASON)
    monkeypatch.setattr("jujur.auditing.examine", lambda *_: found("angka 98,7 tidak bersumber"))
    with pytest.raises(PublicationBlocked, match="98,7"):
        publish.finish_edition(TENGAH)
    with pytest.raises(PublicationBlocked):
        deliver.deliver_edition(TENGAH)


def test_each_recipient_gets_the_same_bytes_once(published: Path, mail: Any) -> None:
    assert deliver.deliver_edition(TENGAH) == 1
    assert deliver.deliver_edition(TENGAH) == 0
    (message,) = mail.to("camat.16-72-05@pagaralam.example.org")
    (attached,) = message.iter_attachments()
    assert attached.get_content() == pdf_of()
    assert message["Subject"].startswith("[DEMONSTRASI] Laporan harian Kecamatan Dempo Tengah")
    for word in ("kondusif", "aman", "terkendali", "lancar"):
        assert word not in message["Subject"].lower()
    with open_desk() as desk, desk.database.reading() as session:
        (told,) = [entry for entry in ledger.entries(session) if entry.event == "edition_delivered"]
    assert told.payload["sha256"] == verify.verify_pdf(attached.get_content()).sha256
    assert told.payload["recipient"] == "camat-16-72-05"


def test_two_runs_at_once_send_once(published: Path, mail: Any) -> None:
    def run(_: int) -> int:
        try:
            return deliver.deliver_edition(TENGAH)
        except PublicationBlocked:
            return 0  # the other one is sending just now

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(run, range(4)))
    assert sum(sent) == 1
    assert len(mail.messages) == 1


def test_a_refused_message_is_tried_again_for_those_who_lack_it(published: Path, mail: Any) -> None:
    mail.refusing.add("camat.16-72-05@pagaralam.example.org")
    with pytest.raises(PublicationBlocked, match="camat-16-72-05"):
        deliver.deliver_edition(TENGAH)
    mail.refusing.clear()
    assert deliver.deliver_edition(TENGAH) == 1
    assert len(mail.messages) == 1


def test_a_run_that_died_while_sending_never_makes_it_two(
    published: Path, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise RuntimeError("the machine died after the server had the message")

    with monkeypatch.context() as patch:
        patch.setattr(deliver, "_settle", die)
        with pytest.raises(RuntimeError):
            deliver.deliver_edition(TENGAH)
    with pytest.raises(PublicationBlocked, match="sedang dikirim"):
        deliver.deliver_edition(TENGAH)
    monkeypatch.setattr(deliver, "CLAIM_LIFETIME", deliver.CLAIM_LIFETIME * 0)
    with pytest.raises(PublicationBlocked, match="nasib surat tidak diketahui"):
        deliver.deliver_edition(TENGAH)
    assert deliver.deliver_edition(TENGAH) == 0
    assert len(mail.messages) == 1


def test_senders_are_answered_once_with_reasons(day: Path, mail: Any) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        ids = [row["submission_id"] for row in session.rows("submissions")]
    with open_desk() as desk:
        assert sum(answer.answer_sender(desk, item) for item in ids) == len(ids)
        assert sum(answer.answer_sender(desk, item) for item in ids) == 0
    mine = [message for message in mail.to("tim.16-72-05@example.org") if "ditahan" in message["Subject"]]
    text = (
        next(message for message in mine if "50 baris" in message["Subject"])
        .get_body(("plain",))
        .get_content()
    )
    assert "Ditahan             : 10" in text
    assert "V09" in text
    assert "sebelum pukul 19.30 WIB" in text
    nil = [
        message["Subject"] for message in mail.to("tim.16-72-05@example.org") if "NIHIL" in message["Subject"]
    ]
    assert len(nil) == 1
    late = next(iter(mail.to("tim.16-72-04@example.org"))).get_body(("plain",)).get_content()
    assert "terlambat, tetap dihitung" in late


def test_no_report_is_announced_once_to_everybody(drafted: Path, mail: Any) -> None:
    for _ in range(2):
        publish.announce_not_published(CUT_OFF, "ditolak pemeriksa")
    with open_desk() as desk:
        recipients = desk.config.recipients
    assert sorted(address for address, _ in mail.messages) == sorted(item.address for item in recipients)
    assert "TIDAK TERBIT" in mail.messages[0][1]["Subject"]
    assert "ditolak pemeriksa" in mail.messages[0][1].get_body(("plain",)).get_content()


def test_an_honest_pdf_verifies(published: Path) -> None:
    verdict = verify.verify_pdf(pdf_of())
    assert verdict.differences == ()
    assert verdict.status == "terbit"
    assert verdict.figures_compared > 300


def test_a_byte_added_to_the_pdf_is_found(published: Path) -> None:
    assert any("bukan bita" in line for line in verify.verify_pdf(pdf_of() + b"\n").differences)


def test_a_swapped_attachment_is_found(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "dipalsu.pdf"
    with pikepdf.open(_written(tmp_path, pdf_of())) as pdf:
        (name,) = [name for name in pdf.attachments if name == "figures.json"]
        facts = pdf.attachments[name].get_file().read_bytes()
        changed = facts.replace(b'"tps_late"', b'"tps_early"', 1)
        assert changed != facts
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, changed, filename=name)
        pdf.save(path)
    assert len(verify.verify_pdf(path.read_bytes()).differences) > 1


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "asli.pdf"
    path.write_bytes(data)
    return path


def test_a_row_changed_behind_our_back_is_found(published: Path) -> None:
    with sqlite3.connect(published / "jujur.sqlite") as connection:
        connection.execute("DROP TRIGGER row_pungut_hitung_no_update")
        connection.execute(
            "UPDATE row_pungut_hitung SET suara_sah = suara_sah + 1 WHERE rowid = "
            "(SELECT min(rowid) FROM row_pungut_hitung WHERE kecamatan_code = '16.72.05' AND suara_sah IS NOT NULL "
            "AND unit_code NOT IN (SELECT r.unit_code FROM row_pungut_hitung r JOIN disposition d "
            "ON r.row_id = d.row_id WHERE d.bin = 'held'))"
        )
    differences = verify.verify_pdf(pdf_of()).differences
    assert any("16.72.05/sum_suara_sah" in line for line in differences)


def test_the_summary_says_what_happened(published: Path, mail: Any) -> None:
    deliver.deliver_edition(TENGAH)
    with open_desk() as desk:
        told = summarise(desk, desk.config.calendar.publish_slots[0])
    assert told["files"] == 9
    assert [edition["area"] for edition in told["editions"]] == ["16.72.05"]
    assert told["mails"] == {"recipients": 1, "senders": 0}
    assert set(told["rows"]) == set(KECAMATAN)
    assert told["figures"]["16.72/coverage"] == {"value": "131/247", "k": 262, "n": 494, "N": 494}


@pytest.mark.parametrize(
    ("reason", "is_told"),
    [("baris ditahan belum diklarifikasi tim", True), ("keadaan sebenarnya aman dan kondusif saja", False)],
)
def test_a_notice_says_who_refused_and_why_but_never_in_rosy_words(
    drafted: Path, mail: Any, reason: str, is_told: bool
) -> None:
    with pytest.raises(DecisionRefused):
        publish.record_decision([TENGAH], "verify", VERIFIER, False, reason)
    publish.announce_not_published(CUT_OFF, "gagal pada tahap verifikasi oleh petugas")
    text = mail.messages[0][1].get_body(("plain",)).get_content()
    assert "ditolak oleh Koordinator Data dan Verifikasi" in text
    assert (reason in text) is is_told
    assert ("alasannya tercatat di buku besar desk" in text) is not is_told
