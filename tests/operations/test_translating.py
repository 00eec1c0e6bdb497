"""English copies of real editions: of what is published only, audited, kept, entered, and mailed to nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.published_days import TENGAH

from jujur import auditing, rendering
from jujur.domain.audits import AuditResult
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import AuditFailed, JujurError, PublicationBlocked
from jujur.domain.languages import Language
from jujur.domain.properties import Outcome
from jujur.domain.reports import ReportContent
from jujur.operations import verify
from jujur.operations.desk import Desk, open_desk
from jujur.operations.translating import EVENT, translate_edition, translate_errata
from jujur.record import deliveries, editions
from jujur.record.canonical import sha256_hex


def events(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return [row["payload"] for row in session.rows("ledger_events", event=EVENT)]


def test_a_copy_is_made_once_kept_and_known_to_the_record(published: Path) -> None:
    with open_desk() as desk:
        pdf = translate_edition(desk, TENGAH, "en")
        assert translate_edition(desk, TENGAH, "en") == pdf
        assert desk.raw.get(sha256_hex(pdf)) == pdf
        assert len(events(desk)) == 1
        assert sha256_hex(pdf) in events(desk)[0]
        with desk.database.reading() as session:
            assert deliveries.attempts(session, "edition", TENGAH) == []
        original = verify.edition_pdf(desk, TENGAH)
        assert translate_errata(desk, TENGAH, "en") is None
    assert original != pdf
    assert auditing.read_facts(pdf)["digest"] == auditing.read_facts(original)["digest"]
    verdict = verify.verify_pdf(pdf)
    assert verdict.differences == ()
    assert verdict.status == "terbit"
    assert any("tidak tercatat" in line for line in verify.verify_pdf(pdf + b"\n").differences)


def test_what_is_not_published_is_not_translated(drafted: Path) -> None:
    with open_desk() as desk:
        with pytest.raises(PublicationBlocked, match="belum terbit"):
            translate_edition(desk, TENGAH, "en")
        with pytest.raises(PublicationBlocked, match="edisinya sendiri"):
            translate_edition(desk, TENGAH, "id")
        assert events(desk) == []


def test_a_withdrawn_edition_is_not_translated(published: Path) -> None:
    with open_desk() as desk:
        with desk.database.writing() as session:
            editions.add_status(session, TENGAH, EditionStatus.WITHDRAWN, desk.now())
        with pytest.raises(PublicationBlocked, match="ditarik"):
            translate_edition(desk, TENGAH, "en")


def test_a_copy_of_other_data_than_was_published_is_refused(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = rendering.render

    def render_other(content: ReportContent, assets: Path, language: Language) -> rendering.Rendered:
        other = replace(content, small_denominator=content.small_denominator + 1)
        return honest(other, assets, language)

    monkeypatch.setattr(rendering, "render", render_other)
    with open_desk() as desk:
        with pytest.raises(PublicationBlocked, match="bukan lagi data yang diterbitkan"):
            translate_edition(desk, TENGAH, "en")
        assert events(desk) == []


def test_a_copy_that_fails_its_audit_is_neither_kept_nor_entered(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def refuse(pdf: bytes, content: ReportContent, language: Language) -> AuditResult:
        seen.extend((sha256_hex(pdf), language))
        return AuditResult({"P15": Outcome.FAILED}, ("angka tanpa fakta",))

    monkeypatch.setattr(auditing, "examine", refuse)
    with open_desk() as desk:
        with pytest.raises(AuditFailed, match="angka tanpa fakta"):
            translate_edition(desk, TENGAH, "en")
        assert events(desk) == []
        assert seen[1] == "en"
        with pytest.raises((JujurError, OSError)):
            desk.raw.get(seen[0])
