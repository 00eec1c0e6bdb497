"""From the file alone: honest editions verify, and every lie about a finished file is found and named (P35, P36, L41)."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.verifier.conftest import CITY, TENGAH
from tests.verifier.forging import attachment, coded_anew, edited, facts_changed, with_attachment

from jujur import verifier
from jujur.domain.enclosures import Enclosure
from jujur.domain.figures import AreaStatus
from jujur.domain.reports import ReportContent
from jujur.lies import forgeries
from jujur.lies.forger import rewritten
from jujur.rendering import render
from jujur.verifier.findings import Finding, Outcome, Report

PROJECT = Path(__file__).resolve().parents[2]
ASSETS = PROJECT / "reports"


def verified(pdf: bytes) -> Report:
    return verifier.verify({"laporan.pdf": pdf}, ASSETS)[0]


def findings(report: Report) -> dict[str, list[Finding]]:
    return {check.id: list(check.findings) for check in report.checks if check.findings}


def codes(report: Report) -> set[tuple[str, str]]:
    return {(check, one.code) for check, found in findings(report).items() for one in found}


def test_honest_editions_verify_with_nothing_but_the_file(pdfs: dict[str, bytes], tmp_path: Path) -> None:
    """An empty folder, an empty environment: no home, no record, no configuration."""
    for name, pdf in pdfs.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    before = sorted(os.listdir(tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "jujur.cli", "verify", *before, "--json"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT / "plugins")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(os.listdir(tmp_path)) == before, "verifying left something behind"
    told = {line["edition"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert told.keys() == {CITY, TENGAH}
    for line in told.values():
        outcomes = {check["id"]: (check["outcome"], check["count"]) for check in line["checks"]}
        assert outcomes["figures"][0] == outcomes["rebuild"][0] == outcomes["pages"][0] == "passed"
        assert outcomes["figures"][1] > 500
        assert outcomes["signatures"][0] == "not_tested"
    city = {check["id"]: check for check in told[CITY]["checks"]}
    assert (city["frame"]["outcome"], city["frame"]["count"]) == ("passed", 499)


def _more_voters(text: bytes) -> bytes:
    """One station of the accepted ones gets ten voters more."""
    table = csv.DictReader(io.StringIO(text.decode(), newline=""))
    rows = list(table)
    row = next(row for row in rows if row["bin"] == "accepted" and row["pemilih_dpt_j"])
    row["pemilih_dpt_j"] = str(int(row["pemilih_dpt_j"]) + 10)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, table.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _row_removed(text: bytes) -> bytes:
    return text.rstrip(b"\n").rpartition(b"\n")[0] + b"\n"


def _figure_raised(facts: dict[str, Any]) -> None:
    figure = facts["figures"]["16.72.05/rows_used"]
    figure["k"] += 1
    figure["value"] = f"{figure['k']}/1"


def _attachment_removed(document: pikepdf.Pdf) -> None:
    del document.attachments["files.csv"]


FORGERIES: dict[str, tuple[Callable[[bytes, dict[str, bytes]], bytes], tuple[str, str]]] = {
    "a figure raised": (
        lambda pdf, _: with_attachment(pdf, "figures.json", facts_changed(_figure_raised)),
        ("figures", "figure_differs"),
    ),
    "a number in the data": (
        lambda pdf, _: with_attachment(pdf, "data.csv", _more_voters),
        ("figures", "figure_differs"),
    ),
    "a row removed": (
        lambda pdf, _: with_attachment(pdf, "data.csv", _row_removed),
        ("figures", "figure_rows"),
    ),
    "the frame of another edition": (
        lambda pdf, all_: with_attachment(pdf, "frame.csv", lambda _: attachment(all_[CITY], "frame.csv")),
        ("digests", "attachment_swapped"),
    ),
    "other provenance": (
        lambda pdf, _: with_attachment(
            pdf, "provenance.json", lambda text: text.replace(b'"uji"', b'"lain"')
        ),
        ("digests", "attachment_swapped"),
    ),
    "a page appended": (lambda pdf, _: rewritten(pdf, forgeries.append_page), ("rebuild", "page_count")),
    "an attachment removed": (
        lambda pdf, _: edited(pdf, _attachment_removed),
        ("digests", "attachment_missing"),
    ),
    "an attachment added": (
        lambda pdf, _: rewritten(pdf, forgeries.add_attachment),
        ("digests", "attachment_strange"),
    ),
    "a white box over the page": (
        lambda pdf, _: rewritten(pdf, forgeries.overlay),
        ("rebuild", "bytes_differ"),
    ),
    "a byte": (lambda pdf, _: forgeries.flip_byte(pdf), ("rebuild", "bytes_differ")),
    "bytes at the end": (lambda pdf, _: pdf + b" ", ("signatures", "bytes_added")),
    "no report at all": (lambda _, __: b"bukan PDF", ("read", "pdf_unreadable")),
}


@pytest.mark.parametrize("lie", FORGERIES)
def test_a_changed_file_is_found_and_named(pdfs: dict[str, bytes], lie: str) -> None:
    forge, due = FORGERIES[lie]
    report = verified(forge(pdfs[TENGAH], pdfs))
    assert not report.is_honest
    assert due in codes(report)
    from jujur.verifier import words

    for language in ("id", "en"):
        said = "\n".join(words.lines(report, language))  # type: ignore[arg-type]
        assert {"id": "GAGAL", "en": "FAILED"}[language] in said
        assert all(
            words.sentence(one, language) in said or len(found) > words.SHOWN  # type: ignore[arg-type]
            for found in findings(report).values()
            for one in found
        )


def test_the_sentence_says_what_was_changed(pdfs: dict[str, bytes]) -> None:
    from jujur.verifier import words

    k = json.loads(attachment(pdfs[TENGAH], "figures.json"))["figures"]["16.72.05/rows_used"]["k"]
    said = "\n".join(words.lines(verified(FORGERIES["a figure raised"][0](pdfs[TENGAH], pdfs)), "id"))
    assert f"Angka 16.72.05/rows_used (k): laporan menyebut {k + 1}, baris memberi {k}." in said


def _with_figure(content: ReportContent) -> ReportContent:
    key = "16.72.05/rows_used"
    figure = content.figures[key]
    raised = replace(figure, k=figure.k + 1, value=figure.k + 1)
    return replace(content, figures={**content.figures, key: raised})


def _with_status(content: ReportContent) -> ReportContent:
    own = content.statuses[0]
    better = next(one for one in (AreaStatus.PERLU_PERHATIAN, AreaStatus.KONDUSIF) if one is not own.status)
    return replace(content, statuses=(replace(own, status=better), *content.statuses[1:]))


def _with_data(content: ReportContent) -> ReportContent:
    """A row less, and every digest made to fit."""

    def less(one: Enclosure) -> Enclosure:
        return replace(one, content=_row_removed(one.content)) if one.name == "data.csv" else one

    return replace(content, enclosures=tuple(less(one) for one in content.enclosures))


@pytest.mark.parametrize(
    ("change", "due"),
    [
        (_with_figure, ("figures", "figure_differs")),
        (_with_status, ("statuses", "status_differs")),
        (_with_data, ("figures", "figure_differs")),
    ],
    ids=["figure", "status", "data"],
)
def test_a_report_made_anew_with_a_lie_is_found_though_every_digest_fits(
    tengah_content: ReportContent,
    change: Callable[[ReportContent], ReportContent],
    due: tuple[str, str],
) -> None:
    """Whoever holds the code can make a file that rebuilds and binds; its rows still contradict it."""
    report = verified(render(change(tengah_content), ASSETS).pdf)
    assert due in codes(report)
    assert not {check for check, _ in codes(report)} & {"rebuild", "digests", "read"}


def test_another_compression_of_the_same_report_is_told_and_passes(pdfs: dict[str, bytes]) -> None:
    report = verified(coded_anew(pdfs[TENGAH]))
    assert report.is_honest, findings(report)
    rebuilt = next(check for check in report.checks if check.id == "rebuild")
    assert rebuilt.note == Finding("same_uncompressed")
    assert rebuilt.outcome is Outcome.PASSED


def test_two_reports_of_one_number_with_other_data_are_found(
    pdfs: dict[str, bytes], tengah_content: ReportContent
) -> None:
    other = render(_with_data(tengah_content), ASSETS).pdf
    reports = verifier.verify({"a.pdf": pdfs[TENGAH], "b.pdf": other}, ASSETS)
    assert all(("chain", "twin_differs") in codes(report) for report in reports)
