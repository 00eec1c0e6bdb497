"""English copies verify from the file alone, and a change of their language is found (P35, P36)."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest
from tests.verifier.forging import edited, facts_changed, with_attachment

from jujur import verifier
from jujur.auditing import audit
from jujur.domain.reports import ReportContent
from jujur.rendering import render
from jujur.rendering.inks import has_digit
from jujur.rendering.language import catalogue
from jujur.verifier.findings import Outcome, Report

ASSETS = Path(__file__).resolve().parents[2] / "reports"


@pytest.fixture(scope="module")
def english(tengah_content: ReportContent) -> bytes:
    return render(tengah_content, ASSETS, "en").pdf


def verified(pdf: bytes) -> Report:
    return verifier.verify({"report.pdf": pdf}, ASSETS)[0]


def failed(report: Report) -> set[str]:
    return {check.id for check in report.checks if check.outcome is Outcome.FAILED}


def test_a_real_english_copy_passes_its_audit(english: bytes, tengah_content: ReportContent) -> None:
    assert audit(english, tengah_content, "en") == []
    known = catalogue(ASSETS / "translations/en/LC_MESSAGES/jujur.po")
    # What holds numbers is quoted as the desk wrote it.
    said = {rule.statement for rule in tengah_content.rules}
    said |= {one.label for one in tengah_content.figures.values()}
    assert {text for text in said if not has_digit(text)} <= known.keys()


def test_an_english_copy_verifies_with_nothing_but_the_file(english: bytes) -> None:
    report = verified(english)
    assert failed(report) == set()
    passed = {check.id for check in report.checks if check.outcome is Outcome.PASSED}
    assert {"digests", "figures", "statuses", "pages", "rebuild"} <= passed


def test_a_copy_that_says_it_is_indonesian_is_found(english: bytes) -> None:
    def claim(text: bytes) -> bytes:
        content = json.loads(text)
        assert content.pop("language") == "en"
        return json.dumps(content).encode()

    assert {"digests", "rebuild"} <= failed(verified(with_attachment(english, "content.json", claim)))


def test_english_numbers_are_misspelled_in_a_file_that_says_it_is_indonesian(english: bytes) -> None:
    forged = with_attachment(english, "figures.json", facts_changed(lambda facts: facts.pop("language")))
    assert {"pages", "rebuild"} <= failed(verified(forged))


def test_a_language_that_nobody_prints_cannot_be_rebuilt(english: bytes) -> None:
    def claim(text: bytes) -> bytes:
        return json.dumps(json.loads(text) | {"language": "xx"}).encode()

    assert "rebuild" in failed(verified(with_attachment(english, "content.json", claim)))


def test_attachments_are_described_in_english(english: bytes) -> None:
    seen = {}

    def read(document: pikepdf.Pdf) -> None:
        held = document.attachments
        seen.update({name: str(held[name].description) for name in held})

    edited(english, read)
    assert seen["frame.csv"] == "Expected frame"
    assert seen["content.json"] == "Content of the report, to print it again"
