"""One row that a decision made, held against the rules of its form: the same ones as for a team's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from jujur import validation
from jujur.domain.errors import DecisionRefused
from jujur.domain.findings import Bin, Finding, Severity
from jujur.domain.forms import Form
from jujur.domain.submissions import KnownRow, PlacedRow, Submission
from jujur.operations.desk import Desk
from jujur.operations.neighbours import neighbours_of
from jujur.operations.placing import parents
from jujur.record.database import Session

_SHOWN = 3


def judge_row(
    desk: Desk,
    session: Session,
    form: Form,
    period_start: datetime,
    submission: Submission,
    placed: PlacedRow,
    beside: Sequence[KnownRow],
) -> list[Finding]:
    """The findings about a row that the rules accept; ``beside`` are the other rows of its kecamatan and period.

    Raises DecisionRefused with the first findings when they would hold it, or when it repeats a row in force.
    """
    asked = desk.config.calendar.reporting_period_of(form.id, period_start)
    if asked is None:
        raise DecisionRefused(
            f"Masa laporan baris ini tidak ada lagi dalam kalender untuk formulir {form.id}."
        )
    row = validation.RowToJudge(
        submission.id,
        submission.name_as_sent,
        submission.team_id,
        placed.kecamatan_code,
        submission.received_at,
        (),
        placed,
    )
    judgement = validation.judge(
        form,
        desk.config.rules[form.id],
        [row],
        beside,
        asked.period,
        parents(desk),
        asdict(desk.config.thresholds),
        neighbours_of(desk, session, form, asked, [placed.unit_code]),
        desk.config.election.voting_on,
    )
    # A decision about one item forgets no other: what a rule says of the file as a whole is not meant for it.
    findings = [finding for _, finding in judgement.findings if finding.row_id == placed.row.row_id]
    bins = {item.bin for item in judgement.dispositions if item.row_id == placed.row.row_id}
    if bins != {Bin.ACCEPTED}:
        raise DecisionRefused(f"Baris hasil keputusan ini tidak lolos pemeriksaan: {_why(findings)}.")
    return findings


def _why(findings: Sequence[Finding]) -> str:
    errors = [
        f"{item.rule_id}: {item.found}; seharusnya {item.expected}"
        for item in findings
        if item.severity is Severity.ERROR
    ]
    if not errors:
        return "isinya sama dengan baris lain yang sudah diterima"
    more = len(errors) - _SHOWN
    return "; ".join(errors[:_SHOWN]) + (f"; dan {more} temuan lain" if more > 0 else "")
