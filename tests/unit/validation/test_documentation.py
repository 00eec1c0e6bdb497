"""Data Docs: what is kept of a Great Expectations result, and the page made of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from jujur.validation import documentation
from jujur.validation.suites import broken_rows

ASSETS = Path(__file__).resolve().parents[3] / "reports"
ROWS = 400


def case(number: str, low: int | None, high: int | None) -> Any:
    statement = f"Bunyi aturan {number}, <b>tanpa</b> kurang & lebih."
    rule = SimpleNamespace(id=number, statement=statement)
    return SimpleNamespace(
        key=f"{number}.suara_sah", low=low, high=high, rule=rule, severity=SimpleNamespace(value="W")
    )


@pytest.fixture(scope="module")
def result() -> Any:
    """Great Expectations' own result: V08 holds, V09 is broken by every second row, V14 was never asked of half of them."""
    kept: list[Any] = []
    numbers = {
        "V08.suara_sah": np.zeros(ROWS),
        "V09.suara_sah": np.where(np.arange(ROWS) % 2, -3.0, 0.0),
        "V14.suara_sah": np.where(np.arange(ROWS) % 2, np.nan, 7.0),
    }
    cases = [case("V08", 0, 0), case("V09", 0, 0), case("V14", 0, None)]
    broken_rows("pungut_hitung", cases, numbers, lambda _name, result: kept.append(result))
    return kept[0]


@pytest.fixture(scope="module")
def page(result: Any) -> str:
    document = json.loads(json.dumps(documentation.document_of(result)))
    facts = {
        "form_title": "Formulir <script>alert(1)</script>",
        "period": "2024-02-14",
        "judged_at": "14-02-2024 pukul 14.00.00 WIB",
        "is_demonstration": False,
        "submission_count": 5,
        "row_count": ROWS,
        "rules_version": "aturan1",
        "broken": [
            {"rule": "V09", "severity": "E", "statement": "Bunyi.", "count": 25, "places": ["<i>x</i>"] * 20}
        ],
    }
    return documentation.page(document, facts, ASSETS)


def test_what_is_kept_does_not_grow_with_the_batch(result: Any) -> None:
    for outcome in result.results:
        # As many as somebody may ask Great Expectations for one day.
        outcome.result["partial_unexpected_list"] = outcome.result.get("unexpected_list", [])
    document = documentation.document_of(result)
    broken = next(outcome for outcome in document["outcomes"] if not outcome["is_met"])
    assert broken["numbers"]["unexpected_count"] == ROWS // 2
    assert broken["samples"] == [-3] * documentation.SAMPLES
    assert len(json.dumps(document)) < 1_000 * len(document["outcomes"])


def test_a_broken_rule_is_found_by_its_number_and_statement(page: str) -> None:
    headings = re.findall(r"<h5[^>]*>(.*?)</h5>", page, re.DOTALL)
    assert [heading.strip()[:8] for heading in headings] == ["V08 (W) ", "V09 (W) ", "V14 (W) "]
    assert "Bunyi aturan V09, &lt;b&gt;tanpa&lt;/b&gt; kurang &amp; lebih." in headings[1]
    section = page[page.index(headings[1]) : page.index(headings[2])]
    assert "V09.suara_sah: angka harus tepat 0" in section
    assert "200 baris menyimpang" in section.replace("\n", " ")
    assert "fa-times" in section


def test_a_rule_that_holds_shows_no_deviation(page: str) -> None:
    section = page[page.index("V14 (W)") :]
    assert "V14.suara_sah: angka harus paling kecil 0" in section
    assert "baris menyimpang:" not in section
    assert "fa-check-circle" in section


def test_a_page_fetches_nothing_and_runs_nothing(page: str) -> None:
    assert not re.findall(r"<(?:script|link|img|iframe)\b", page)
    assert "://" not in page
    assert "Great Expectations" in page


def test_words_from_outside_are_escaped(page: str) -> None:
    assert "<script" not in page
    assert "Formulir &lt;script&gt;" in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page


def test_great_expectations_speaks_indonesian(page: str) -> None:
    for word in ("Unexpected", "Observed Value", "Statistics", "Successful", "values must", "total rows"):
        assert word not in page, word


def test_more_findings_than_places_are_said(page: str) -> None:
    assert "22 lagi" in page
    assert "dan 5 lainnya" in page
