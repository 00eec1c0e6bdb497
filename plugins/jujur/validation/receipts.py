"""What the time of receipt and the frame say about rows, whatever is in them: held, never dropped (P24, P03, L26)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jujur.domain.findings import Bin, Disposition, Finding, Rule, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import WIB, Period
from jujur.validation.bins import RowKey, RowToJudge
from jujur.validation.carried import FileToJudge
from jujur.validation.checks.words import label, moment_words
from jujur.validation.judgement import Judgement


@dataclass(frozen=True, slots=True)
class ReceiptTerms:
    """What rows are held against: the desk's own rules by code, the period, the units that left its frame, and how far a
    sender's clock may be ahead.
    """

    rules: Mapping[str, Rule]
    period: Period
    dropped_units: Collection[str]
    clock_skew_limit: timedelta


def hold_by_receipt(
    judgement: Judgement,
    form: Form,
    rows: Sequence[RowToJudge],
    files: Sequence[FileToJudge],
    terms: ReceiptTerms,
) -> Judgement:
    """``judgement`` with the rows held that could not be accepted when they came, each with a finding that says why.

    - Received before the period opened: nobody can report what has not begun (L26).
    - About a unit that an act dropped from the frame: no denominator counts it (P05).
    - An event after its own receipt, by more than clocks may differ: claimed times are never in the future (P24).

    Rows without content say nothing, and rows in another bin stay there. A file without any content gets a finding of its own.
    """
    live = {
        (item.submission_id, item.row_id)
        for item in judgement.dispositions
        if item.bin in (Bin.ACCEPTED, Bin.HELD)
    }
    found: dict[RowKey, list[Finding]] = defaultdict(list)
    for row in rows:
        if row.key in live and row.placed.has_content:
            found[row.key] += _of_row(form, row, terms)
    received = {row.key: row.received_at for row in rows}
    new = [(received[key], finding) for key, findings in found.items() for finding in findings]
    new += _of_files(files, {row.submission_id for row in rows if row.placed.has_content}, terms)
    held = {
        key: [finding.rule_id for finding in findings if finding.severity is Severity.ERROR]
        for key, findings in found.items()
    }
    return Judgement(
        (*judgement.findings, *new),
        tuple(
            _held(item, held.get((item.submission_id, item.row_id), ())) for item in judgement.dispositions
        ),
    )


def _held(item: Disposition, rule_ids: Sequence[str]) -> Disposition:
    if item.bin is not Bin.ACCEPTED or not rule_ids:
        return item
    return replace(item, bin=Bin.HELD, reason=", ".join(sorted(rule_ids)))


def _of_row(form: Form, row: RowToJudge, terms: ReceiptTerms) -> Iterator[Finding]:
    if row.received_at < terms.period.starts_at:
        yield _finding(terms.rules["BEFORE_PERIOD"], row, None, *_too_early(row.received_at, terms.period))
    if row.placed.unit_code in terms.dropped_units:
        yield _finding(
            terms.rules["NOT_EXPECTED"],
            row,
            None,
            row.placed.unit_code,
            "unit yang ada dalam kerangka wajib lapor",
        )
    latest = row.received_at + terms.clock_skew_limit
    for column in form.columns:
        text = row.placed.row.text(column.name) if column.kind == "instant" else None
        if text is not None and (moment := _instant(text)) > latest:
            yield _finding(
                terms.rules["AFTER_RECEIPT"],
                row,
                label(form, column.name),
                moment_words(moment),
                f"paling lambat saat berkas diterima, {moment_words(row.received_at)}",
            )


def _of_files(
    files: Sequence[FileToJudge], with_content: Collection[str], terms: ReceiptTerms
) -> list[tuple[datetime, Finding]]:
    rule = terms.rules["BEFORE_PERIOD"]
    return [
        (
            file.received_at,
            Finding(
                rule.id,
                rule.severity,
                file.submission_id,
                None,
                file.file_name,
                None,
                None,
                None,
                *_too_early(file.received_at, terms.period),
                rule.advice,
            ),
        )
        for file in files
        if file.submission_id not in with_content and file.received_at < terms.period.starts_at
    ]


def _too_early(received_at: datetime, period: Period) -> tuple[str, str]:
    return (
        f"diterima {moment_words(received_at)}",
        f"diterima sesudah masa laporan dibuka, {moment_words(period.starts_at)}",
    )


def _finding(rule: Rule, judged: RowToJudge, column: str | None, found: str, expected: str) -> Finding:
    row = judged.placed.row
    return Finding(
        rule.id,
        rule.severity,
        judged.submission_id,
        row.row_id,
        judged.file_name,
        row.sheet,
        row.row_number,
        column,
        found,
        expected,
        rule.advice,
    )


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=WIB)
