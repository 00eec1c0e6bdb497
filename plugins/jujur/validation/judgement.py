"""The judgement of a batch: findings and one bin for every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jujur.domain.findings import Bin, Disposition, Finding, Rule, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import Period
from jujur.domain.submissions import KnownRow
from jujur.validation.bins import Placement, RowKey, RowToJudge, place
from jujur.validation.cases import Case, Surroundings, cases_of
from jujur.validation.suites import broken_rows

ACTOR = "aturan"


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
) -> Judgement:
    """Judges all new rows of one form and period, received in this order, in one Great Expectations run.

    ``unit_parents`` maps every code of the reference to the code of its parent.
    """
    placement = place(rows, known, form.is_event)
    around = Surroundings(period, unit_parents, thresholds, placement.conflicts)
    cases = [case for rule in rules for case in cases_of(rule, form, around)]
    findings = _findings(form, cases, placement.open)
    received = {row.key: row.received_at for row in rows}
    conflict_rule = next((rule for rule in rules if rule.check == "unique_unit"), None)
    later = _later_findings(placement, conflict_rule, form) if conflict_rule else []
    return Judgement(
        tuple((received[key], finding) for key, found in findings.items() for finding in found)
        + tuple(later),
        _dispositions(rows, placement, findings),
    )


def _findings(form: Form, cases: Sequence[Case], rows: Sequence[RowToJudge]) -> dict[RowKey, list[Finding]]:
    numbers = {case.key: [case.residual(row.placed.row, row.submission_id) for row in rows] for case in cases}
    broken = broken_rows(form.id, cases, numbers) if rows else {}
    found: dict[RowKey, list[Finding]] = defaultdict(list)
    for case in cases:
        for position in broken.get(case.key, ()):
            row = rows[position]
            for part in case.broken_parts(row.placed.row, row.submission_id):
                found[row.key].append(_finding(form, part, row))
    return found


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
        column=", ".join(
            f"{form.column(name).group} {form.column(name).label}".strip() for name in case.columns
        ),
        found=case.found(row),
        expected=case.expected(row),
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
                found=f"isi lain untuk unit {move.version.unit_code} dalam kiriman yang lebih baru",
                expected="satu isi untuk satu unit dan satu periode",
                advice=rule.advice,
            ),
        )
        for move in placement.moves
        if move.bin is Bin.HELD
    ]


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
