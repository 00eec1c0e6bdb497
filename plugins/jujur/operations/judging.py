"""Judging a batch of received files: read, type, place, validate, enter; one transaction for the whole batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from jujur import intake, validation
from jujur.domain.cells import CellState
from jujur.domain.errors import UnreadableFile
from jujur.domain.findings import Bin, Disposition, Finding, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import Period, to_text
from jujur.domain.submissions import PlacedRow, Reading, Row, Submission
from jujur.operations.desk import Desk
from jujur.record import ledger
from jujur.record import submissions as records
from jujur.record.database import Session
from jujur.settings.calendar import Slot
from jujur.validation import RowToJudge

# The reader's own finding: a file, or a place in it, that no rule of a form speaks of.
READING_RULE = "B01"


@dataclass(frozen=True, slots=True)
class ReadSubmission:
    """A received file with what it turned out to be. ``slot`` is None when its period is none of the desk's."""

    submission: Submission
    reading: Reading | UnreadableFile
    form: Form | None
    slot: Slot | None
    supersedes: str | None

    @property
    def outcome(self) -> str:
        """read, unreadable, unknown_form or unknown_period."""
        if isinstance(self.reading, UnreadableFile):
            return "unreadable"
        if self.form is None:
            return "unknown_form"
        return "read" if self.slot else "unknown_period"


def judge_submissions(desk: Desk, submission_ids: Sequence[str]) -> list[str]:
    """Judges what nobody has judged yet of ``submission_ids``, and before it whatever was received earlier and still waits.

    Rows are judged in the order in which they were received, whoever asks first. Returns those of ``submission_ids`` that are
    judged now or were before, and the earlier ones that came along: their senders are to be answered.
    """
    with desk.database.reading() as session:
        asked = [item for item in (records.submission_by_id(session, key) for key in submission_ids) if item]
        newest = max((item.received_at for item in asked), default=None)
        waiting = records.unread(session, newest) if newest else []
        submissions = [item for item in (records.submission_by_id(session, key) for key in waiting) if item]
    submissions.sort(key=lambda item: (item.received_at, item.id))
    _judge(desk, submissions)
    return sorted({*(item.id for item in asked), *waiting})


def _judge(desk: Desk, submissions: Sequence[Submission]) -> None:
    if not submissions:
        return
    read = _read_all(desk, submissions)
    with desk.database.writing() as session:
        # Another run may have been faster; what it judged stays judged.
        waiting = set(records.unread(session))
        read = [item for item in read if item.submission.id in waiting]
        for item in read:
            _enter_reading(desk, session, item)
        batches: dict[tuple[str, datetime], list[ReadSubmission]] = defaultdict(list)
        for item in read:
            if item.form and item.slot:
                batches[(item.form.id, item.slot.starts_at)].append(item)
        bins: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for batch in batches.values():
            _judge_batch(desk, session, batch, bins)
        for item in read:
            _tell_ledger(session, item, bins[item.submission.id])


def _read_all(desk: Desk, submissions: Sequence[Submission]) -> list[ReadSubmission]:
    files = [
        intake.FileToRead(item.name_as_sent, item.sha256, desk.raw.get(item.sha256)) for item in submissions
    ]
    readings = intake.read_batch(files, desk.config.forms)
    return [_recognise(desk, item, reading) for item, reading in zip(submissions, readings, strict=True)]


def _recognise(desk: Desk, submission: Submission, reading: Reading | UnreadableFile) -> ReadSubmission:
    if isinstance(reading, UnreadableFile):
        return ReadSubmission(submission, reading, None, None, None)
    form = desk.config.forms.get(reading.form_id or "")
    slots = desk.config.calendar.publish_slots
    claimed = reading.claims.period
    slot = next((slot for slot in slots if slot.period.day.isoformat() == claimed), None)
    if claimed is None:
        # A workbook without our identity sheet says nothing of its period: it belongs to the period it came in.
        slot = next((slot for slot in slots if submission.received_at in slot.period), None)
    return ReadSubmission(submission, reading, form, slot, _lineage(desk, submission, reading))


def _lineage(desk: Desk, submission: Submission, reading: Reading) -> str | None:
    """The submission that this one corrects: it must exist and be the same team's (L03)."""
    claimed = reading.claims.supersedes
    if not claimed:
        return None
    with desk.database.reading() as session:
        corrected = records.submission_by_id(session, claimed.strip().upper())
    return (
        corrected.id if corrected and corrected.team_id and corrected.team_id == submission.team_id else None
    )


def _enter_reading(desk: Desk, session: Session, item: ReadSubmission) -> None:
    reading = item.reading
    is_read = isinstance(reading, Reading)
    session.run(
        "insert_reading",
        submission_id=item.submission.id,
        outcome=item.outcome,
        message="" if is_read else str(reading),
        form_id=item.form.id if item.form else None,
        form_version=item.form.version if item.form else None,
        period_start=to_text(item.slot.starts_at) if item.slot else None,
        supersedes=item.supersedes,
        is_nil=int(isinstance(reading, Reading) and reading.claims.is_nil),
        row_count=len(reading.rows) if isinstance(reading, Reading) and item.outcome == "read" else 0,
        rules_version=desk.config.rules_version,
        read_at=to_text(item.submission.received_at),
    )
    if isinstance(reading, Reading):
        notes = [_note_finding(item.submission, note) for note in reading.notes]
        records.add_findings(session, notes, desk.config.rules_version, item.submission.received_at)


def _note_finding(submission: Submission, note: object) -> Finding:
    values = asdict(note)  # type: ignore[call-overload]
    return Finding(
        rule_id=READING_RULE,
        severity=Severity.INFO,
        submission_id=submission.id,
        row_id=None,
        file_name=submission.name_as_sent,
        sheet=values["sheet"],
        row_number=values["row_number"],
        column=values["column"],
        found=values["found"],
        expected=values["expected"],
        advice="Pakailah formulir yang disediakan desk.",
    )


def _judge_batch(
    desk: Desk, session: Session, batch: Sequence[ReadSubmission], bins: Mapping[str, dict[str, int]]
) -> None:
    form, slot = batch[0].form, batch[0].slot
    assert form is not None
    assert slot is not None
    rows = [row for item in batch for row in _rows_to_judge(desk, form, item)]
    # All of them, even of files that came later but were judged before: a row must never be counted beside another
    # version of itself.
    known = records.known_rows(session, form.id, slot.starts_at, records.EVER)
    judgement = validation.judge(
        form,
        desk.config.rules[form.id],
        rows,
        known,
        slot.period,
        _parents(desk),
        asdict(desk.config.thresholds),
    )
    for item in batch:
        own = [row.placed for row in rows if row.submission_id == item.submission.id]
        records.add_rows(session, form, item.submission.id, slot.starts_at, own)
    for found_at, found in groupby(judgement.findings, key=itemgetter(0)):
        records.add_findings(session, [item for _, item in found], desk.config.rules_version, found_at)
    dispositions = [_outside_period(item, slot.period) for item in judgement.dispositions]
    records.add_dispositions(session, form.id, dispositions)
    for disposition in {(item.submission_id, item.row_id): item for item in dispositions}.values():
        if disposition.submission_id in {item.submission.id for item in batch}:
            bins[disposition.submission_id][disposition.bin.value] += 1


def _outside_period(disposition: Disposition, period: Period) -> Disposition:
    """A report that came before its period opened was written before anything happened: held (P24, L26)."""
    if disposition.decided_at >= period.starts_at or disposition.bin is not Bin.ACCEPTED:
        return disposition
    return Disposition(
        disposition.submission_id,
        disposition.row_id,
        Bin.HELD,
        "diterima sebelum periodenya dibuka",
        disposition.actor,
        disposition.decided_at,
    )


def _rows_to_judge(desk: Desk, form: Form, item: ReadSubmission) -> list[RowToJudge]:
    assert isinstance(item.reading, Reading)
    team = desk.config.team(item.submission.team_id or "")
    return [
        RowToJudge(
            submission_id=item.submission.id,
            file_name=item.submission.name_as_sent,
            team_id=item.submission.team_id,
            scope_code=team.area_code if team else None,
            received_at=item.submission.received_at,
            supersedes=item.supersedes,
            placed=_place(desk, form, row, team.area_code if team else None),
        )
        for row in item.reading.rows
    ]


def _place(desk: Desk, form: Form, row: Row, team_area: str | None) -> PlacedRow:
    gazetteer = desk.config.gazetteer
    fallback = team_area or gazetteer.city.code
    if form.is_event:
        named = row.text("kode_kelurahan") if "kode_kelurahan" in row.cells else None
        kelurahan = gazetteer.ancestor(named or "", "kelurahan")
        kecamatan = gazetteer.ancestor(named or "", "kecamatan")
        area = kelurahan.code if kelurahan else fallback
        kecamatan_code = kecamatan.code if kecamatan else fallback
        unit = kecamatan_code
    else:
        key = next(column.name for column in form.columns if column.is_key)
        # A unit we do not know stays in the record under what the sender wrote, in the sender's own area (L32).
        unit = row.text(key) or f"?{row.row_id[-40:]}"
        place = gazetteer.ancestor(unit, "kelurahan")
        kecamatan = gazetteer.ancestor(unit, "kecamatan")
        area = place.code if place else fallback
        kecamatan_code = kecamatan.code if kecamatan else fallback
    return PlacedRow(
        row=row,
        unit_code=unit[:32],
        area_code=area,
        kecamatan_code=kecamatan_code,
        content_digest=records.content_digest(row, form),
        has_content=any(
            row.cells[column.name].state is not CellState.TIDAK_DIISI for column in form.data_columns
        ),
    )


def _parents(desk: Desk) -> dict[str, str]:
    gazetteer = desk.config.gazetteer
    areas = [area for level in ("kelurahan", "tps") for area in gazetteer.at_level(level)]
    return {area.code: area.parent_code or "" for area in areas}


def _tell_ledger(session: Session, item: ReadSubmission, bins: Mapping[str, int]) -> None:
    ledger.append(
        session,
        item.submission.received_at,
        "aturan",
        "submission_judged",
        {
            "submission": item.submission.id,
            "outcome": item.outcome,
            "form": item.form.id if item.form else None,
            "supersedes": item.supersedes,
            "bins": {bin_.value: bins.get(bin_.value, 0) for bin_ in Bin},
        },
    )
