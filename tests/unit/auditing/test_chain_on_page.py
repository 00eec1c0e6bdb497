"""A report that hides its ledger head, the head before it, or that nobody stamped it, does not pass the audit (P37)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.golden.editions import ASSETS, content, forge_template

from jujur.auditing import audit, read_text
from jujur.domain.timestamps import TimestampState
from jujur.rendering import render

PAGE = "sections/accountability.html.j2"
STAMP = TimestampState(7, "0" * 64, "tsa1.contoh.id", datetime(2024, 2, 14, 12, 31, tzinfo=UTC))
LATER = replace(
    content("city draft"),
    edition=replace(content("city draft").edition, former_head="1f3a" * 16),
    timestamp=STAMP,
)


def test_head_former_head_and_timestamp_are_printed() -> None:
    pdf = render(LATER, ASSETS).pdf
    assert audit(pdf, LATER) == []
    page = " ".join(" ".join(read_text(pdf)).split())
    assert "bercap waktu tsa1.contoh.id" in page
    assert "1f3a1f3a" in page


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("(belum bercap waktu)", "", "belum bercap waktu"),
        ('"identity/ledger_head"', '"identity/frame_digest"', "identity/ledger_head:0"),
    ],
)
def test_what_is_left_out_is_found(tmp_path: Path, old: str, new: str, found: str) -> None:
    if "ledger_head" in old:
        new = f'{new}, c.edition.frame_digest, 16) %}}{{% endfor %}}{{% for group in digest("x", ""'
        old = f"{old}, c.edition.ledger_head"
    pdf = forge_template(tmp_path / "reports", PAGE, old, new)
    assert any(found in problem for problem in audit(pdf, content("city draft")))


def test_a_report_of_another_former_head_or_stamp_is_found() -> None:
    pdf = render(LATER, ASSETS).pdf
    other = replace(LATER, edition=replace(LATER.edition, former_head="2f3a" * 16))
    problems = audit(pdf, other)
    assert any("former_head" in problem for problem in problems)
    unstamped = audit(pdf, replace(LATER, timestamp=None))
    assert any("belum bercap waktu" in problem for problem in unstamped)
    later = audit(
        pdf, replace(LATER, timestamp=replace(STAMP, stamped_at=datetime(2024, 2, 14, 13, tzinfo=UTC)))
    )
    assert any("timestamp/stamped_at" in problem for problem in later)
