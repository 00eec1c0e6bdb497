"""The judgement of a batch: findings and one bin for every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from jujur.domain.findings import Bin, Disposition, Finding, Rule, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import Period
from jujur.domain.submissions import KnownRow
from jujur.validation.bins import Move, Placement, RowKey, RowToJudge, place
from jujur.validation.carried import FileToJudge, files_of, forgotten_items
from jujur.validation.checks import Case, Surroundings, all_cases
from jujur.validation.checks.case import columns_of
from jujur.validation.checks.words import label
from jujur.validation.neighbours import Neighbours
from jujur.validation.suites import KeepResult, broken_rows
from jujur.validation.table import Numbers, Table

ACTOR = "aturan"
NOBODY = Neighbours()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What validation says about a batch.

    Each finding carries the instant from which it is known. ``dispositions`` are in the order in which they hold; those of
    earlier rows that change their bin are among them.
    """

    findings: tuple[tuple[datetime, Finding], ...]
    dispositions: tuple[Disposition, ...]


def judge(
    form: Form,
    rules: Sequence[Rule],
    rows: Sequence[RowToJudge],
    known: Sequence[KnownRow],
    period: Period,
    unit_parents: Mapping[str, str],
    thresholds: Mapping[str, int],
    neighbours: Neighbours = NOBODY,
    voting_on: date | None = None,
    files: Sequence[FileToJudge] = (),
    keep_result: KeepResult | None = None,
) -> Judgement:
    """Judges all new rows of one form and period, received in this order, in one Great Expectations run.

    ``unit_parents`` maps every code of the reference to the code of its parent. ``neighbours`` holds what :func:`needs` asks for;
    a rule that finds nothing there is not evaluated. ``voting_on`` is the voting day in WIB. ``files`` are those of the batch,
    so that a file without rows (NIHIL) is held against the items that it should have carried. ``keep_result`` receives the name
    of the suite (the form's) and the raw validation result, for documentation.
    """
    placement = place(rows, known, form.is_event)
    around = Surroundings(
        period,
        unit_parents,
        thresholds,
        placement.conflicts,
        neighbours,
        voting_on,
        frozenset(
            name for rule in rules if rule.check == "typed" for name in columns_of(rule, form, "all_typed")
        ),
    )
    findings = _findings(form, all_cases(rules, form, around), placement, keep_result)
    received = {row.key: row.received_at for row in rows}
    conflict_rule = next((rule for rule in rules if rule.check == "unique_unit"), None)
    later = _later_findings(placement, conflict_rule, form) if conflict_rule else []
    forgotten = [
        item
        for rule in rules
        if rule.check == "carried_on"
        for item in forgotten_items(rule, form, files_of(rows, files), rows, known, neighbours)
    ]
    return Judgement(
        tuple((received[key], finding) for key, found in findings.items() for finding in found)
        + tuple(later)
        + tuple(forgotten),
        _dispositions(rows, placement, findings),
    )


def _findings(
    form: Form, cases: Sequence[Case], placement: Placement, keep_result: KeepResult | None
) -> dict[RowKey, list[Finding]]:
    if not placement.open:
        return {}
    table = Table(placement.open)
    broken = broken_rows(form.id, cases, _numbers(cases, table), keep_result)
    found: dict[RowKey, list[Finding]] = defaultdict(list)
    for case in cases:
        for part, positions in _parts(case, table, broken.get(case.key, [])):
            for position in positions:
                row = placement.open[position]
                found[row.key].append(_finding(form, part, row))
    return found


def _numbers(cases: Sequence[Case], table: Table) -> dict[str, Numbers]:
    """One column of numbers a case; those that want to know which rows the others accept come last."""
    numbers = {case.key: case.numbers(table) for case in cases if not case.is_last}
    table.accepted &= np.array([row.team_id is not None for row in table.rows], np.bool_)
    for case in cases:
        if case.severity is Severity.ERROR and not case.is_last:
            table.accepted &= ~case.broken(numbers[case.key])
    return numbers | {case.key: case.numbers(table) for case in cases if case.is_last}


def _parts(case: Case, table: Table, positions: Sequence[int]) -> Iterator[tuple[Case, Sequence[int]]]:
    """Of the rows that break a case, what exactly is broken: parts of it, or the case itself if it has none."""
    if not positions:
        return
    if not case.parts:
        yield case, positions
    for part in case.parts:
        is_broken = part.broken(part.numbers(table))
        yield part, [position for position in positions if is_broken[position]]


def _finding(form: Form, case: Case, judged: RowToJudge) -> Finding:
    row = judged.placed.row
    return Finding(
        rule_id=case.rule.id,
        severity=case.severity,
        submission_id=judged.submission_id,
        row_id=row.row_id,
        file_name=judged.file_name,
        sheet=row.sheet,
        row_number=row.row_number,
        column=", ".join(label(form, name) for name in case.columns),
        found=case.found(judged),
        expected=case.expected(judged),
        advice=case.rule.advice,
    )


def _later_findings(placement: Placement, rule: Rule, form: Form) -> list[tuple[datetime, Finding]]:
    label = ", ".join(form.column(name).label for name in rule.terms["columns"])
    return [
        (
            move.because_at,
            Finding(
                rule_id=rule.id,
                severity=rule.severity,
                submission_id=move.version.submission_id,
                row_id=move.version.row_id,
                file_name="",
                sheet=move.version.sheet,
                row_number=move.version.row_number,
                column=label,
                found=f"isi lain untuk {_subject(move)} pada {move.beside}",
                expected=f"satu isi untuk satu {'butir' if move.version.item_code else 'unit'} dan satu periode",
                advice=rule.advice,
            ),
        )
        for move in placement.moves
        if move.bin is Bin.HELD
    ]


def _subject(move: Move) -> str:
    item, unit = move.version.item_code, move.version.unit_code
    return f"butir {item}" if item else f"unit {unit}"


def _dispositions(
    rows: Sequence[RowToJudge], placement: Placement, findings: Mapping[RowKey, Sequence[Finding]]
) -> tuple[Disposition, ...]:
    first = []
    for row in rows:
        bin_, reason = placement.settled.get(row.key) or _by_findings(findings.get(row.key, ()), row)
        first.append(Disposition(*row.key, bin_, reason, ACTOR, row.received_at))
    moves = [
        Disposition(*move.version.key, move.bin, move.reason, ACTOR, move.because_at)
        for move in placement.moves
        if (move.version.was, move.bin) != (Bin.HELD, Bin.HELD)
    ]
    # A row's own first bin comes before any bin that a later row moves it to; sorting by time keeps that order.
    return tuple(sorted(first + moves, key=lambda item: item.decided_at))


def _by_findings(findings: Sequence[Finding], row: RowToJudge) -> tuple[Bin, str]:
    if row.team_id is None:
        return Bin.HELD, "pengirim tidak dikenal"
    errors = sorted({finding.rule_id for finding in findings if finding.severity is Severity.ERROR})
    if errors:
        return Bin.HELD, ", ".join(errors)
    return Bin.ACCEPTED, "lolos semua aturan"
