"""Items that a kecamatan carries from report to report: none is forgotten before it is closed with a reason.

The rule speaks of a whole file, so it has no expectation and no row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from jujur.domain.findings import Bin, Finding, Rule
from jujur.domain.forms import Form
from jujur.domain.submissions import KnownRow
from jujur.validation.bins import RowToJudge
from jujur.validation.checks.words import label
from jujur.validation.neighbours import Neighbours, carried_items


@dataclass(frozen=True, slots=True)
class FileToJudge:
    """A file of the batch as a whole; also one without any row (NIHIL). ``scope_code`` is its team's kecamatan."""

    submission_id: str
    file_name: str
    scope_code: str | None
    received_at: datetime


def files_of(rows: Sequence[RowToJudge], files: Sequence[FileToJudge]) -> tuple[FileToJudge, ...]:
    """``files``, and those that only their rows make known, in the order in which they were received."""
    found = {file.submission_id: file for file in files}
    for row in rows:
        found.setdefault(
            row.submission_id,
            FileToJudge(row.submission_id, row.file_name, row.scope_code, row.received_at),
        )
    return tuple(sorted(found.values(), key=lambda file: (file.received_at, file.submission_id)))


def forgotten_items(
    rule: Rule,
    form: Form,
    files: Sequence[FileToJudge],
    rows: Sequence[RowToJudge],
    known: Iterable[KnownRow],
    neighbours: Neighbours,
) -> Iterator[tuple[datetime, Finding]]:
    """One finding per file and item: open at the end of the newest earlier period, and in no file received so far of this one.

    A correction need not repeat what the file that it corrects has carried already.
    """
    key = carried_items(rule).key
    carried: dict[str, set[str]] = defaultdict(set)
    for row in known:
        if row.item_code is not None and row.bin is not Bin.OUT_OF_SCOPE:
            carried[row.unit_code].add(row.item_code)
    named: dict[str, set[str]] = defaultdict(set)
    for new in rows:
        item = new.placed.item_code or new.placed.row.text(key)
        if item is not None and new.placed.kecamatan_code == new.scope_code:
            named[new.submission_id].add(item)
    for file in files:
        if file.scope_code is None:
            continue
        carried[file.scope_code] |= named[file.submission_id]
        for open_item in neighbours.open_items.get(file.scope_code, ()):
            if open_item.item_code not in carried[file.scope_code]:
                told = f" ({open_item.description})" if open_item.description else ""
                found = f"butir {open_item.item_code}{told} tidak dimuat"
                yield file.received_at, _finding(rule, form, key, file, found)


def _finding(rule: Rule, form: Form, key: str, file: FileToJudge, found: str) -> Finding:
    return Finding(
        rule_id=rule.id,
        severity=rule.severity,
        submission_id=file.submission_id,
        row_id=None,
        file_name=file.file_name,
        sheet=None,
        row_number=None,
        column=label(form, key),
        found=found,
        expected="setiap butir yang belum ditutup pada laporan sebelumnya dimuat lagi",
        advice=rule.advice,
    )
