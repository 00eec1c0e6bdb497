"""What a received file turned out to be: its form, its period, the submission it corrects, and what the reader noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jujur import intake
from jujur.domain.errors import UnreadableFile
from jujur.domain.findings import Finding
from jujur.domain.forms import Form
from jujur.domain.submissions import Reading, ReadingNote, Submission
from jujur.operations.claimed_periods import period_notes, period_of
from jujur.operations.desk import Desk
from jujur.record import submissions as records
from jujur.record.database import Session
from jujur.settings.calendar import ReportingPeriod


@dataclass(frozen=True, slots=True)
class ReadSubmission:
    """A received file with what it turned out to be. ``period`` is None when it is none in which its form is asked for.

    ``lineage``: the submission that it corrects, then the one that that one corrected, and so on.
    """

    submission: Submission
    reading: Reading | UnreadableFile
    form: Form | None
    period: ReportingPeriod | None
    lineage: tuple[str, ...] = ()

    @property
    def supersedes(self) -> str | None:
        """The submission that this one corrects."""
        return self.lineage[0] if self.lineage else None

    @property
    def outcome(self) -> str:
        """read, unreadable, unknown_form or unknown_period."""
        if isinstance(self.reading, UnreadableFile):
            return "unreadable"
        if self.form is None:
            return "unknown_form"
        return "read" if self.period else "unknown_period"


def read_all(desk: Desk, submissions: Sequence[Submission]) -> list[ReadSubmission]:
    """Opens, recognises and types all files, in order."""
    files = [
        intake.FileToRead(
            item.name_as_sent,
            item.sha256,
            desk.raw.get(item.sha256),
            team.area_code if (team := desk.config.team(item.team_id or "")) else None,
        )
        for item in submissions
    ]
    readings = intake.read_batch(files, desk.config.forms, places=desk.config.places)
    read = [_recognise(desk, item, reading) for item, reading in zip(submissions, readings, strict=True)]
    with desk.database.reading() as session:
        return _with_lineages(session, read)


def _recognise(desk: Desk, submission: Submission, reading: Reading | UnreadableFile) -> ReadSubmission:
    if isinstance(reading, UnreadableFile):
        return ReadSubmission(submission, reading, None, None)
    form = desk.config.forms.get(reading.form_id or "")
    period = (
        period_of(desk.config.calendar, form.id, reading.claims, submission.received_at) if form else None
    )
    return ReadSubmission(submission, reading, form, period)


def _with_lineages(session: Session, read: Sequence[ReadSubmission]) -> list[ReadSubmission]:
    """The files with what they correct: it must exist, be the same team's (L03) and have come earlier."""
    lineages: dict[str, tuple[str, ...]] = {}
    found = []
    for item in read:
        claimed = item.reading.claims.supersedes if isinstance(item.reading, Reading) else None
        corrected = records.submission_by_id(session, claimed.strip().upper()) if claimed else None
        if (
            corrected is None
            or item.submission.team_id is None
            or corrected.team_id != item.submission.team_id
            or (corrected.received_at, corrected.id) >= (item.submission.received_at, item.submission.id)
        ):
            found.append(item)
            continue
        if corrected.id not in lineages:
            lineages[corrected.id] = _ancestry(session, corrected)
        lineages[item.submission.id] = (corrected.id, *lineages[corrected.id])
        found.append(replace(item, lineage=lineages[item.submission.id]))
    return found


def _ancestry(session: Session, submission: Submission) -> tuple[str, ...]:
    """What a submission that was judged before corrects, back to the first version."""
    chain: list[str] = []
    while submission.supersedes and submission.supersedes not in chain:
        chain.append(submission.supersedes)
        earlier = records.submission_by_id(session, submission.supersedes)
        if earlier is None:
            break
        submission = earlier
    return tuple(chain)


def _notes(desk: Desk, item: ReadSubmission, reading: Reading) -> list[ReadingNote]:
    """What the reader noticed, and what only the desk can notice."""
    notes = list(reading.notes)
    if reading.claims.desk not in (None, desk.config.id):
        notes.append(ReadingNote("OTHER_DESK", None, None, None, reading.claims.desk or "", desk.config.id))
    if reading.claims.supersedes and item.supersedes is None:
        found = f"perbaikan atas kiriman {reading.claims.supersedes[:40]}"
        expected = "nomor kiriman tim Anda yang lebih dahulu, seperti K-20240214-0001"
        notes.append(ReadingNote("NO_SUCH_CORRECTION", None, None, None, found, expected))
    if item.form is not None:
        notes += period_notes(desk.config.calendar, item.form.id, reading.claims, item.period)
    return notes


def _finding_of(desk: Desk, submission: Submission, note: ReadingNote) -> Finding:
    """A note of the reader as a finding: no rule of a form, but with a number, a severity and an advice of its own."""
    rule = desk.config.reader_rules[note.code]
    return Finding(
        rule_id=rule.id,
        severity=rule.severity,
        submission_id=submission.id,
        row_id=note.row_id,
        file_name=submission.name_as_sent,
        sheet=note.sheet,
        row_number=note.row_number,
        column=note.column,
        found=note.found,
        expected=note.expected,
        advice=rule.advice,
    )


def findings_of_reading(desk: Desk, item: ReadSubmission, reading: Reading) -> list[Finding]:
    """Everything noticed about the file, numbered, weighed and with an advice."""
    return [_finding_of(desk, item.submission, note) for note in _notes(desk, item, reading)]
