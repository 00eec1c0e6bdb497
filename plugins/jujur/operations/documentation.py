"""What the last judging runs were documented with (Data Docs): kept beside the record, derived from it, bounded in number.

``JUJUR_HOME/data_docs/<run>.json`` holds all documents of one run; ``documentation_pages`` makes pages of them when somebody
asks. Documents may be lost without loss to the record. So a failure to keep them never fails a judgement that is already in the
record: it is logged with its traceback, and the index shows the run with the reason.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jujur.domain.findings import Finding, Rule, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import WIB

FOLDER = "data_docs"
PAGES = "pages"
# Great Expectations' own stores and sites freeze at thousands of results (architecture.md §7).
RUNS = 30
# Enough to recognise what is wrong; the findings in the record are complete.
PLACES = 20

_logger = logging.getLogger(__name__)
# A sheet's name is the sender's own words: nothing in it may be a NIK or a telephone number here (P43).
_LONG_NUMBER = re.compile(r"[0-9]{9,}")
_GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass
class BatchDocument:
    """The document of one form and period in a run; ``keep`` is what ``validation.judge`` hands its result to."""

    form: Form
    period_id: str
    statements: Mapping[str, str]
    submission_count: int
    row_count: int
    kept: dict[str, Any] | None = None
    fault: str = ""
    findings: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def keep(self, suite: str, result: Any) -> None:
        """Takes what is needed of a Great Expectations suite result."""
        # Whoever shows pages imports this module too, and must not import Great Expectations.
        from jujur.validation import documentation

        try:
            self.kept = documentation.document_of(result)
        except Exception as fault:
            _logger.exception("The result of suite %s cannot be documented", suite)
            self.fault = f"{type(fault).__name__}: {fault}"

    def add_findings(self, findings: Iterable[tuple[datetime, Finding]]) -> None:
        """Takes the places, never the contents, of the judgement's findings."""
        for _, finding in findings:
            self.findings[finding.rule_id].append(finding)

    def entry(self, common: Mapping[str, Any]) -> dict[str, Any]:
        """The document as it is kept; ``facts`` is what its page prints of ours, ``common`` what all pages of the run do."""
        facts = {
            **common,
            "form_title": self.form.title,
            "period": self.period_id,
            "submission_count": self.submission_count,
            "row_count": self.row_count,
            "broken": self._broken(),
        }
        return {"facts": facts, "document": self.kept, "fault": self.fault}

    def _broken(self) -> list[dict[str, Any]]:
        broken = [
            {
                "rule": rule_id,
                # A rule's cases may differ in severity: the gravest that was found.
                "severity": min((found.severity for found in all_found), key=_GRAVEST_FIRST.index).value,
                "statement": self.statements.get(rule_id, ""),
                "count": len(all_found),
                "places": [_place(found) for found in all_found[:PLACES]],
            }
            for rule_id, all_found in self.findings.items()
        ]
        return sorted(broken, key=lambda item: (_GRAVEST_FIRST.index(item["severity"]), item["rule"]))


@dataclass
class RunDocuments:
    """All documents of one judging run. Nothing is written before :meth:`write`, which belongs behind the transaction."""

    judged_at: datetime
    rules_version: str
    is_demonstration: bool
    batches: list[BatchDocument] = field(default_factory=list)

    def open(
        self, form: Form, period_id: str, rules: Sequence[Rule], submission_count: int, row_count: int
    ) -> BatchDocument:
        """The document of one more batch."""
        batch = BatchDocument(form, period_id, _statements(rules), submission_count, row_count)
        self.batches.append(batch)
        return batch

    def write(self, home: Path, written_at: datetime) -> None:
        """Writes the run's file at the machine's own time ``written_at`` and forgets those older than the last ``RUNS``.

        Never raises: the submissions are judged, and their senders are to be answered.
        """
        if not self.batches:
            return
        folder = home / FOLDER
        path = folder / f"{written_at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(3)}.json"
        run = {
            "judged_at": clock_text(self.judged_at),
            "is_demonstration": self.is_demonstration,
            "fault": "",
            "documents": [],
        }
        try:
            folder.mkdir(parents=True, exist_ok=True)
            common = {
                "judged_at": clock_text(self.judged_at),
                "rules_version": self.rules_version,
                "is_demonstration": self.is_demonstration,
            }
            _write(path, run | {"documents": [batch.entry(common) for batch in self.batches]})
        except Exception as fault:
            _logger.exception("The documents of a run cannot be kept in %s", folder)
            # Where nothing can be written at all, the log above is what remains.
            with suppress(OSError):
                _write(path, run | {"fault": f"{type(fault).__name__}: {fault}"})
        _forget_older(folder)


def clock_text(instant: datetime) -> str:
    """An instant in WIB, to the second, as the pages print it."""
    return f"{instant.astimezone(WIB):%d-%m-%Y pukul %H.%M.%S} WIB"


def _statements(rules: Sequence[Rule]) -> dict[str, str]:
    """What each number says; one number may stand for two checks of a form (V20, V31)."""
    said: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        said[rule.id].append(rule.statement)
    return {rule_id: " · ".join(statements) for rule_id, statements in said.items()}


def _place(finding: Finding) -> str:
    parts = [finding.submission_id]
    if finding.sheet:
        parts.append(f"lembar {_LONG_NUMBER.sub('…', finding.sheet)}")
    if finding.row_number:
        parts.append(f"baris {finding.row_number}")
    if finding.column:
        parts.append(f"kolom {finding.column}")
    return ", ".join(parts)


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """A reader never sees half a file."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def _forget_older(folder: Path) -> None:
    """Removes what is older than the last ``RUNS``. Another worker may be removing the same."""
    for path in sorted(folder.glob("*.json"), reverse=True)[RUNS:]:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            _logger.exception("Documents that are no longer shown cannot be removed: %s", path)
        shutil.rmtree(folder / PAGES / path.stem, ignore_errors=True)
