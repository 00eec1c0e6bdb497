"""A revision as paper: printed, audited, published and verified for real (P25, P27)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests import revised_days as days
from tests.days import CUT_OFF

from jujur.auditing import read_facts, read_text
from jujur.operations import publish, verify, vintages
from jujur.operations.desk import open_desk

TEAM = "tim.16-72-05"
FIRST, REVISED = (f"20240214-1930-harian-16.72.05-r{revision}" for revision in (0, 1))


def test_a_revision_is_printed_audited_and_verified(day: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        days.stand_in_pages(patch)
        days.come_out(publish.freeze_editions(CUT_OFF))
    with open_desk() as desk:
        content, _ = days.one_more_voter(desk, "16.72.05")
    days.receive_late(tmp_path, "perbaikan.xlsx", content, TEAM, CUT_OFF + timedelta(minutes=50))
    days.at(days.LATER)
    ids = vintages.revise_slot(CUT_OFF, as_of=days.LATER)
    publish.compute_figures(ids)
    publish.draft_edition(REVISED)
    publish.record_decision([REVISED], "verify", days.VERIFIER, True, days.REASON)
    publish.record_decision([REVISED], "approve", days.APPROVER, True, days.REASON)
    publish.finish_edition(REVISED)
    with open_desk() as desk:
        pdf, former = (verify.edition_pdf(desk, edition_id) for edition_id in (REVISED, FIRST))
    verdict = verify.verify_pdf(pdf)
    assert (verdict.differences, verdict.status) == ((), "terbit")
    assert read_facts(pdf)["identity"]["replaces"]["edition_id"] == FIRST
    first_page = " ".join(read_text(pdf)[0].split())
    assert "(R1)" in first_page
    assert "DIREVISI" in first_page
    number = read_facts(former)["identity"]["number"]
    assert f"Menggantikan nomor {number} (R0)" in first_page
