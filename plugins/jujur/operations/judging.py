"""Judging a batch of received files: read, type, place, validate, enter; one transaction for the whole batch."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from jujur import validation
from jujur.domain.findings import Bin
from jujur.domain.frames import FrameTerms
from jujur.domain.periods import to_text
from jujur.domain.submissions import Reading, Submission
from jujur.operations.changes import record_changes
from jujur.operations.desk import Desk
from jujur.operations.documentation import RunDocuments
from jujur.operations.framing import TermsAtReceipt, period_of_form, thresholds_of
from jujur.operations.neighbours import neighbours_of
from jujur.operations.placing import files_to_judge, parents, rows_to_judge
from jujur.operations.recognising import ReadSubmission, findings_of_reading, read_all
from jujur.record import ledger
from jujur.record import submissions as records
from jujur.record.content_digests import ContentDigests
from jujur.record.database import Session

# Bounds the memory of a batch; Great Expectations' fixed cost is small beside the rows of so many files.
FILES_AT_ONCE = 200


def judge_submissions(desk: Desk, submission_ids: Sequence[str]) -> list[str]:
    """Judges what nobody has judged yet of ``submission_ids``, and before it whatever was received earlier and still waits.

    Rows are judged in the order in which they were received, whoever asks first. Returns those of ``submission_ids`` that are
    judged now or were before, and the earlier ones that came along: their senders are to be answered.
    """
    with desk.database.reading() as session:
        asked = records.submissions_by_id(session, submission_ids)
        newest = max((item.received_at for item in asked), default=None)
        waiting = records.unread(session, newest) if newest else []
        submissions = records.submissions_by_id(session, waiting)
    submissions.sort(key=lambda item: (item.received_at, item.id))
    unit_parents = parents(desk)
    for start in range(0, len(submissions), FILES_AT_ONCE):
        with _without_collecting():
            _judge(desk, submissions[start : start + FILES_AT_ONCE], unit_parents)
    return sorted({*(item.id for item in asked), *waiting})


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows and cells hold no cycles, but Python would search all of them for some, again and again while they grow."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _judge(desk: Desk, submissions: Sequence[Submission], unit_parents: Mapping[str, str]) -> None:
    """Judges so many files in one transaction; those after them meet their rows in the record."""
    read = read_all(desk, submissions)
    documents = RunDocuments(desk.now(), desk.config.rules_version, desk.config.is_demonstration)
    with desk.database.writing() as session:
        # Another run may have been faster; what it judged stays judged.
        waiting = set(records.unread(session))
        read = [item for item in read if item.submission.id in waiting]
        for item in read:
            _enter_reading(desk, session, item)
        # Files that came before and after a change of the frame are judged by different terms (P03, L49).
        terms_at, terms_of = TermsAtReceipt(session), dict[tuple[str, datetime, int], FrameTerms | None]()
        batches: dict[tuple[str, datetime, int], list[ReadSubmission]] = defaultdict(list)
        for item in read:
            if item.form and item.period:
                terms = terms_at.at(item.period.starts_at, item.submission.received_at)
                key = (item.form.id, item.period.starts_at, terms.version if terms else 0)
                terms_of[key] = terms
                batches[key].append(item)
        bins: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        changes: dict[str, int] = {}
        for key, batch in sorted(batches.items(), key=lambda item: _order(item[1])):
            _judge_batch(desk, session, batch, terms_of[key], unit_parents, bins, documents)
            changes |= _enter_changes(session, batch)
        for item in read:
            _tell_ledger(session, item, bins[item.submission.id], changes.get(item.submission.id, 0))
    documents.write(desk.home, desk.real_now())


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
        period_start=to_text(item.period.starts_at) if item.period else None,
        supersedes=item.supersedes,
        is_nil=int(isinstance(reading, Reading) and reading.claims.is_nil),
        row_count=len(reading.rows) if isinstance(reading, Reading) and item.outcome == "read" else 0,
        rules_version=desk.config.rules_version,
        read_at=to_text(item.submission.received_at),
    )
    if isinstance(reading, Reading):
        noticed = findings_of_reading(desk, item, reading)
        records.add_findings(session, noticed, desk.config.rules_version, item.submission.received_at)


def _order(batch: Sequence[ReadSubmission]) -> tuple[int, datetime]:
    """Forms about stations first: the sums of larger areas are held against them. Earlier periods first."""
    form, asked = batch[0].form, batch[0].period
    assert form is not None
    assert asked is not None
    return ("tps", "kelurahan", "kecamatan").index(form.unit_level), asked.starts_at


def _judge_batch(
    desk: Desk,
    session: Session,
    batch: Sequence[ReadSubmission],
    terms: FrameTerms | None,
    unit_parents: Mapping[str, str],
    bins: Mapping[str, dict[str, int]],
    documents: RunDocuments,
) -> None:
    form, asked = batch[0].form, batch[0].period
    assert form is not None
    assert asked is not None
    rules = desk.config.rules[form.id]
    digests = ContentDigests(form)
    rows_by_submission = {item.submission.id: rows_to_judge(desk, form, item, digests) for item in batch}
    rows = [row for own in rows_by_submission.values() for row in own]
    # All of them, even of files that came later but were judged before: a row must never be counted beside another
    # version of itself.
    kecamatan_codes = {row.placed.kecamatan_code for row in rows}
    known = records.known_rows(session, form.id, asked.starts_at, kecamatan_codes, records.EVER)
    # A period that opened before the desk existed has no frame; the configuration is all there is.
    thresholds = thresholds_of(desk, terms) if terms else desk.config.thresholds
    period = (terms and period_of_form(terms, form.id)) or asked.period
    files = files_to_judge(desk, batch)
    document = documents.open(form, asked.id, rules, len(batch), len(rows))
    judgement = validation.judge(
        form,
        rules,
        rows,
        known,
        period,
        unit_parents,
        asdict(thresholds),
        neighbours_of(desk, session, form, asked, (row.placed.unit_code for row in rows)),
        desk.config.election.voting_on,
        files,
        document.keep,
    )
    limit = timedelta(minutes=thresholds.clock_skew_limit_minutes)
    dropped = terms.terms["dropped_units"] if terms else ()
    receipt_terms = validation.ReceiptTerms(desk.config.reader_rules, period, dropped, limit)
    judgement = validation.hold_by_receipt(judgement, form, rows, files, receipt_terms)
    document.add_findings(judgement.findings)
    for submission_id, own in rows_by_submission.items():
        records.add_rows(session, form, submission_id, asked.starts_at, [row.placed for row in own])
    for found_at, found in groupby(judgement.findings, key=itemgetter(0)):
        records.add_findings(session, [item for _, item in found], desk.config.rules_version, found_at)
    records.add_dispositions(session, form.id, judgement.dispositions)
    for disposition in {(item.submission_id, item.row_id): item for item in judgement.dispositions}.values():
        if disposition.submission_id in rows_by_submission:
            bins[disposition.submission_id][disposition.bin.value] += 1


def _enter_changes(session: Session, batch: Sequence[ReadSubmission]) -> dict[str, int]:
    """Enters what the corrections of a batch changed of what they correct; returns the number of cells by submission."""
    return {
        item.submission.id: record_changes(
            session, item.form, item.submission.id, item.supersedes, item.submission.received_at
        )
        for item in batch
        if item.form and item.supersedes
    }


def _tell_ledger(session: Session, item: ReadSubmission, bins: Mapping[str, int], changed_cells: int) -> None:
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
            "changed_cells": changed_cells,
            "bins": {bin_.value: bins.get(bin_.value, 0) for bin_ in Bin},
        },
    )
