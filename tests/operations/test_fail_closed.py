"""Whatever breaks on the way from the cut-off to the mailbox, nothing leaves that did not pass its audit (P46; L35, L50)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.days import CUT_OFF
from tests.published_days import APPROVER, REASON, TENGAH, VERIFIER

from jujur.auditing import read_text
from jujur.domain.audits import AuditResult
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import AuditFailed, JujurError, PublicationBlocked, RecordError
from jujur.domain.properties import Outcome
from jujur.operations import deliver, limited, publish, seal
from jujur.operations.desk import open_desk
from jujur.record import audits, editions, ledger
from jujur.rendering import UnsourcedNumeral


class Broken(RuntimeError):
    """What a step of the machine throws in these tests."""


def go_on() -> None:
    """Everything from the draft to the mailbox, as the DAG calls it; steps that are done already do nothing."""
    publish.compute_figures(publish.freeze_editions(CUT_OFF))
    publish.draft_edition(TENGAH)
    publish.record_decision([TENGAH], "verify", VERIFIER, True, REASON)
    publish.record_decision([TENGAH], "approve", APPROVER, True, REASON)
    publish.finish_edition(TENGAH)
    seal.seal_edition(TENGAH)
    deliver.deliver_edition(TENGAH)


def events(name: str) -> list[Any]:
    with open_desk() as desk, desk.database.reading() as session:
        return [entry.payload for entry in ledger.entries(session) if entry.event == name]


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def failing(*properties: str) -> Callable[..., AuditResult]:
    outcomes = dict.fromkeys(properties, Outcome.FAILED)
    return lambda *_: AuditResult(outcomes, tuple(f"sesuatu tidak cocok ({name})" for name in properties))


STEPS = {
    "the content cannot be read": "jujur.operations.publish.content_of",
    "the page cannot be printed": "jujur.rendering.render",
    "a digit without a fact": "jujur.rendering.render",
    "the auditor itself breaks": "jujur.auditing.examine",
    "the store takes no bytes": "jujur.record.raw.RawStore.put",
    "the audit cannot be entered": "jujur.record.audits.add",
    "the step cannot be entered": "jujur.record.editions.add_status",
    "the ledger takes no event": "jujur.record.ledger.append",
    "the seal breaks": "jujur.record.ledger.seal",
    "the officers' decisions cannot be read": "jujur.record.editions.decisions_of",
    "the pen breaks": "jujur.sealing.sign_edition",
    "the letter cannot be written": "jujur.rendering.render_edition_message",
    "the published bytes are gone": "jujur.record.raw.RawStore.get",
    "the audit of the letter breaks": "jujur.auditing.audit_letter",
}


@pytest.mark.parametrize("name", STEPS)
def test_a_fault_at_any_step_lets_nothing_out_and_is_mended_by_running_again(
    drafted: Path, mail: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    error = UnsourcedNumeral("angka 7 tanpa fakta") if "digit" in name else Broken(name)
    with monkeypatch.context() as patch:
        patch.setattr(STEPS[name], raising(error))
        with pytest.raises((Broken, UnsourcedNumeral)):
            go_on()
    assert mail.messages == []
    assert events("edition_delivered") == []
    go_on()
    assert len(mail.messages) == 1
    assert len(events("edition_published")) == len(events("edition_delivered")) == 1


def test_an_edition_that_fails_its_audit_is_written_down_and_its_properties_are_told_instead(
    drafted: Path, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("jujur.auditing.examine", failing("P30", "P15"))
        with pytest.raises(AuditFailed, match="P15, P30"):
            go_on()
        with pytest.raises(PublicationBlocked, match="belum terbit"):
            deliver.deliver_edition(TENGAH)
    (told,) = events("audit_failed")
    assert told["failed"] == ["P15", "P30"]
    assert told["step"] == "terbit"
    publish.announce_not_published(CUT_OFF, "gagal pada tahap penyelesaian edisi", ["16.72.05"])
    (message,) = mail.to("camat.16-72-05@pagaralam.example.org")
    text = message.get_body(("plain",)).get_content()
    assert "P15 Buku fakta; P30 Jumlah cocok" in text
    assert "tahap penyelesaian" not in text
    (limited_report,) = message.iter_attachments()
    assert limited_report.get_filename().startswith("Laporan-terbatas-harian-")
    pages = " ".join(" ".join(read_text(limited_report.get_content())).split())
    assert "P15" in pages
    assert "P30" in pages


def test_a_failed_audit_of_one_area_is_no_reason_for_another(drafted: Path) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.slot_at(CUT_OFF)
        assert limited.reason_of(session, slot) == ""
    with open_desk() as desk:
        result = failing("P33")()
        limited.note_failure(desk, TENGAH, EditionStatus.PUBLISHED, "0" * 64, result)
        with desk.database.reading() as session:
            assert limited.failed_properties(session, slot, ["16.72.05"]) == ("P33",)
            assert limited.failed_properties(session, slot, ["16.72.01"]) == ()


def test_a_digit_without_a_fact_is_a_failed_property_too(
    drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jujur.rendering.render", raising(UnsourcedNumeral("angka 7 tanpa fakta")))
    with pytest.raises(UnsourcedNumeral):
        go_on()
    assert [one["failed"] for one in events("audit_failed")] == [["P15"]]


def test_every_step_is_bound_to_the_audit_of_its_very_bytes(published: Path) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        steps = editions.statuses(session, TENGAH)
        kept = audits.of_edition(session, TENGAH)
    assert [(one.step, one.sha256) for one in kept] == [
        (status.value, steps[status]) for status in (EditionStatus.DRAFTED, EditionStatus.PUBLISHED)
    ]
    assert all(one.result.is_passed and "P15" in one.result.passed for one in kept)
    assert [one["sha256"] for one in events("audit_passed")] == [one.sha256 for one in kept]


def test_bytes_that_were_never_audited_are_not_sent(published: Path, mail: Any) -> None:
    """Somebody puts another PDF into the store and calls it the published one."""
    with open_desk() as desk:
        sha256 = desk.raw.put(b"%PDF-1.7 yang lain")
    with sqlite3.connect(published / "jujur.sqlite") as connection:
        connection.execute("DROP TRIGGER edition_status_no_update")
        connection.execute("UPDATE edition_status SET sha256 = ? WHERE status = 'terbit'", [sha256])
    with pytest.raises(PublicationBlocked, match="tidak tercatat lulus audit"):
        deliver.deliver_edition(TENGAH)
    assert mail.messages == []


def test_only_the_audited_bytes_or_what_is_signed_upon_them_may_go(published: Path) -> None:
    with open_desk() as desk:
        with desk.database.reading() as session:
            audited = desk.raw.get(editions.statuses(session, TENGAH)[EditionStatus.PUBLISHED] or "")
        limited.refuse_unaudited(desk, TENGAH, audited)
        limited.refuse_unaudited(desk, TENGAH, audited + b"tanda tangan")
        for other in (b"", audited[:-1], b"x" + audited, audited.replace(b"%%EOF", b"%%eof")):
            with pytest.raises(PublicationBlocked, match="bukan yang lulus audit"):
                limited.refuse_unaudited(desk, TENGAH, other)


def test_a_later_failed_audit_of_the_same_bytes_takes_the_right_to_leave(published: Path, mail: Any) -> None:
    with open_desk() as desk:
        with desk.database.reading() as session:
            sha256 = editions.statuses(session, TENGAH)[EditionStatus.PUBLISHED] or ""
        limited.note_failure(desk, TENGAH, EditionStatus.PUBLISHED, sha256, failing("P31")())
    with pytest.raises(PublicationBlocked, match="tidak tercatat lulus audit"):
        deliver.deliver_edition(TENGAH)
    assert mail.messages == []


def test_a_result_that_did_not_pass_cannot_be_entered_as_passed(drafted: Path) -> None:
    with open_desk() as desk, pytest.raises(JujurError), desk.database.writing() as session:
        limited.enter_passed(desk, session, TENGAH, EditionStatus.PUBLISHED, "0" * 64, failing("P15")())
    assert [one for one in events("audit_passed") if one["sha256"] == "0" * 64] == []


def test_bytes_changed_in_the_store_are_not_sent(published: Path, mail: Any) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        sha256 = editions.statuses(session, TENGAH)[EditionStatus.PUBLISHED] or ""
    (path,) = (path for path in published.rglob(sha256) if path.is_file())
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(RecordError):
        deliver.deliver_edition(TENGAH)
    assert mail.messages == []


def test_every_edition_of_the_real_day_passes(drafted: Path) -> None:
    """The honest twin of all of this: six areas as they were really reported, not one false alarm."""
    ids = publish.freeze_editions(CUT_OFF)
    for edition_id in ids:
        publish.draft_edition(edition_id)
    with open_desk() as desk, desk.database.reading() as session:
        kept = [one for edition_id in ids for one in audits.of_edition(session, edition_id)]
    assert len(kept) == len(ids) == 6
    assert {one.result.failed for one in kept} == {()}
    assert all({"P15", "P30", "P31", "P32", "P33", "P43"} <= set(one.result.passed) for one in kept)
