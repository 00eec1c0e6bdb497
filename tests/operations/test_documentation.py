"""Data Docs of the last runs: bounded, derived, never in the way of a judgement, and never silently absent."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jujur.domain.errors import JujurError, RecordError
from jujur.domain.findings import Finding, Rule, Severity
from jujur.domain.forms import Form
from jujur.operations import documentation_pages
from jujur.operations.documentation import FOLDER, PAGES, RUNS, RunDocuments

ASSETS = Path(__file__).resolve().parents[2] / "reports"
FORM = Form("pungut_hitung", 2, "Pemungutan dan Penghitungan", "tps", False, ())
RULE = Rule("V09", Severity.ERROR, "Jumlah suara sama dengan pengguna.", "UU", "equal", {}, "Periksa.")
AT = datetime(2024, 2, 14, 7, 0, 5, tzinfo=UTC)


def great_expectations_result() -> Any:
    """As much of a result as is looked at: V09 broken by one row of two."""
    outcome = SimpleNamespace(
        expectation_config=SimpleNamespace(
            type="expect_column_values_to_be_between",
            kwargs={"column": "V09.suara_total", "min_value": 0.0, "max_value": 0.0},
            meta={"rule": "V09", "severity": "E", "statement": RULE.statement},
        ),
        success=False,
        result={
            "element_count": 2,
            "unexpected_count": 1,
            "unexpected_percent": 50.0,
            "unexpected_list": [-3] * 9_999,
            "partial_unexpected_list": [-3],
        },
    )
    return SimpleNamespace(suite_name="pungut_hitung", results=[outcome])


def finding(sheet: str = "Isian") -> Finding:
    return Finding(
        "V09", Severity.ERROR, "K-20240214-0001", "r", "f.xlsx", sheet, 12, "Suara", "isi sel 4711", "y", "z"
    )


def run(is_demonstration: bool = False) -> RunDocuments:
    documents = RunDocuments(AT, "aturan1", is_demonstration)
    batch = documents.open(FORM, "2024-02-14.3", [RULE], 5, 2)
    batch.keep("pungut_hitung", great_expectations_result())
    batch.add_findings([(AT, finding())])
    return documents


def files(home: Path) -> list[Path]:
    return sorted((home / FOLDER).glob("*.json"))


def test_the_index_lists_runs_newest_first_with_what_was_broken(tmp_path: Path) -> None:
    run().write(tmp_path, AT)
    later = RunDocuments(AT + timedelta(minutes=5), "aturan1", False)
    later.open(FORM, "2024-02-14.4", [RULE], 1, 2)
    later.write(tmp_path, AT + timedelta(minutes=5))
    page = documentation_pages.index_page(tmp_path, ASSETS)
    assert page.index("14-02-2024 pukul 14.05.05 WIB") < page.index("14-02-2024 pukul 14.00.05 WIB")
    assert "Pemungutan dan Penghitungan" in page
    assert ">V09</span>" in page
    # The later run had nothing to evaluate: it has no page.
    assert page.count(">lihat</a>") == 1


def test_only_the_last_runs_are_kept(tmp_path: Path) -> None:
    for minute in range(RUNS + 3):
        run().write(tmp_path, AT + timedelta(minutes=minute))
        (tmp_path / FOLDER / PAGES / files(tmp_path)[-1].stem).mkdir(parents=True)
    kept = files(tmp_path)
    assert len(kept) == RUNS
    assert kept[0].stem.startswith("20240214T070305")
    assert sorted(folder.name for folder in (tmp_path / FOLDER / PAGES).iterdir()) == [
        path.stem for path in kept
    ]


def test_a_number_with_two_checks_says_both(tmp_path: Path) -> None:
    documents = RunDocuments(AT, "aturan1", False)
    twin = Rule("V09", Severity.WARNING, "Bunyi yang kedua.", "UU", "sum", {}, "Periksa.")
    documents.open(FORM, "2024-02-14", [RULE, twin], 1, 1).add_findings([(AT, finding())])
    documents.write(tmp_path, AT)
    assert "sama dengan pengguna. · Bunyi yang kedua." in files(tmp_path)[0].read_text()


def test_a_run_without_rows_leaves_nothing(tmp_path: Path) -> None:
    RunDocuments(AT, "aturan1", False).write(tmp_path, AT)
    assert not (tmp_path / FOLDER).exists()


def test_no_content_of_a_cell_and_no_long_number_is_kept(tmp_path: Path) -> None:
    documents = run()
    documents.batches[0].add_findings([(AT, finding("NIK 1672011708450001"))])
    documents.write(tmp_path, AT)
    text = files(tmp_path)[0].read_text()
    assert "1672011708450001" not in text
    assert "4711" not in text
    assert "lembar NIK …, baris 12" in text


def test_a_result_that_cannot_be_kept_is_logged_and_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    documents = RunDocuments(AT, "aturan1", False)
    documents.open(FORM, "2024-02-14", [RULE], 1, 1).keep("pungut_hitung", SimpleNamespace())
    documents.write(tmp_path, AT)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "AttributeError" in caplog.text
    page = documentation_pages.index_page(tmp_path, ASSETS)
    assert "AttributeError" in page
    assert "lihat" not in page


def test_a_run_that_cannot_be_written_is_logged_and_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    documents = run()
    assert documents.batches[0].kept is not None
    documents.batches[0].kept["suite"] = object()
    documents.write(tmp_path, AT)
    assert "cannot be kept" in caplog.text
    assert "tidak tersimpan: TypeError" in documentation_pages.index_page(tmp_path, ASSETS)


def test_where_nothing_can_be_written_the_judgement_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    run().write(tmp_path, AT)
    assert "cannot be kept" in caplog.text
    assert "FileExistsError" in caplog.text


def test_an_old_run_that_cannot_be_removed_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FOLDER / "20240101T000000000000Z-abcdef.json").mkdir(parents=True)
    for minute in range(RUNS):
        run().write(tmp_path, AT + timedelta(minutes=minute))
    assert "cannot be removed" in caplog.text
    assert len([path for path in files(tmp_path) if path.is_file()]) == RUNS


def test_a_file_that_cannot_be_read_is_shown_as_such(tmp_path: Path) -> None:
    run().write(tmp_path, AT)
    files(tmp_path)[0].write_text("{")
    assert "JSONDecodeError" in documentation_pages.index_page(tmp_path, ASSETS)


def test_a_demonstration_says_so(tmp_path: Path) -> None:
    run().write(tmp_path, AT)
    assert "DEMONSTRASI" not in documentation_pages.index_page(tmp_path, ASSETS)
    run(is_demonstration=True).write(tmp_path, AT + timedelta(minutes=1))
    assert "DEMONSTRASI" in documentation_pages.index_page(tmp_path, ASSETS)


def test_a_page_is_made_once_and_then_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run().write(tmp_path, AT)
    name = files(tmp_path)[0].stem
    page = documentation_pages.document_page(tmp_path, ASSETS, name, 0)
    assert "V09 (E) · Jumlah suara sama dengan pengguna." in page
    assert "K-20240214-0001, lembar Isian, baris 12, kolom Suara" in page
    monkeypatch.setattr(documentation_pages, "_START", "raise SystemExit(1)")
    assert documentation_pages.document_page(tmp_path, ASSETS, name, 0) == page
    assert [path.name for path in (tmp_path / FOLDER / PAGES).iterdir()] == [name]


def test_a_page_that_cannot_be_made_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run().write(tmp_path, AT)
    monkeypatch.setattr(documentation_pages, "_START", "raise ValueError('rusak')")
    with pytest.raises(JujurError, match="ValueError: rusak"):
        documentation_pages.document_page(tmp_path, ASSETS, files(tmp_path)[0].stem, 0)
    assert list((tmp_path / FOLDER / PAGES).iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "../jujur", "20240214T070005000000Z-abcdef"])
def test_an_unknown_document_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "jujur.json").write_text(json.dumps({"documents": []}))
    run().write(tmp_path, AT)
    with pytest.raises(RecordError, match="sudah dihapus"):
        documentation_pages.document_page(tmp_path, ASSETS, name, 0)
