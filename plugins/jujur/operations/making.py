"""A row that an officer's decision makes of received ones: judged by the rules, then entered beside its sources (P11, P42)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from jujur.domain.acts import row_subject
from jujur.domain.cells import Cell
from jujur.domain.errors import DecisionRefused
from jujur.domain.findings import Bin, Disposition, Finding
from jujur.domain.forms import Form
from jujur.domain.periods import WIB, to_text
from jujur.domain.submissions import KnownRow, PlacedRow, Row, Submission
from jujur.operations.act_rows import LIVE, DecidedRow, known_beside, other_versions
from jujur.operations.acts import (
    name_of,
    refuse_second,
    refuse_untouchable,
    subject_of_row,
    subjects_of,
    superseding,
)
from jujur.operations.changes import RowVersion, changes_of
from jujur.operations.deciding import Deciding, Move, Outcome
from jujur.operations.placing import place_row
from jujur.record import ledger
from jujur.record import submissions as records
from jujur.record.canonical import canonical_json, sha256_hex

SHEET, FILE_NAME = "petugas", "keputusan-petugas.json"
LABELS = {"merge": "digabung petugas", "override": "nilai ditetapkan petugas"}


@dataclass(frozen=True, slots=True)
class MadeRow:
    """What a decision makes: of which rows, its cells, what it changed and what was asked (``OfficerAct.detail``)."""

    sources: tuple[DecidedRow, ...]
    cells: Mapping[str, Cell]
    changed: Mapping[str, Any]
    asked: Mapping[str, Any]

    @property
    def form(self) -> Form:
        """The form of all its sources."""
        return self.sources[0].form


def said(cell: Cell) -> dict[str, Any]:
    """State and value of a cell as plain JSON values."""
    return {"state": cell.state.value, "value": cell.value}


def make(own: Deciding, act: Literal["merge", "override"], made: MadeRow) -> Outcome:
    """Judges the row and only then writes: file, receipt, row, dispositions, act.

    Raises DecisionRefused when a source is not in force, another version is accepted, or the rules would not accept the row.
    """
    first, label = made.sources[0], LABELS[act]
    others = _others(own, made)
    content = canonical_json(_decision(own, act, made))
    submission = _submission(own, first, content)
    row = Row(f"{submission.sha256}|{SHEET}|1", SHEET, 1, made.cells)
    placed = place_row(own.desk, made.form, first.kecamatan_code, row)
    findings = _judged(own, made, others, submission, placed)
    own.desk.raw.put(content)
    _write(own, made, submission, placed, findings)
    accepted = Disposition(
        submission.id, row.row_id, Bin.ACCEPTED, f"{label}: {own.reason}", own.actor, own.now
    )
    records.add_dispositions(own.session, made.form.id, [accepted])
    own.move(made.form.id, [*_replaced(made, f"{label}: {own.reason}"), *superseding(others, own.chosen)])
    detail = {
        "asked": dict(made.asked),
        "cells": dict(made.changed),
        "new_row": row_subject(submission.id, row.row_id),
        "superseded": [*(item.subject for item in made.sources), *subjects_of(others)],
    }
    return own.enter(act, subject_of_row(first), detail)


def _others(own: Deciding, made: MadeRow) -> list[KnownRow]:
    """Further versions of the unit, which the decision puts out of force too; none of them may be accepted (P11)."""
    for source in made.sources:
        refuse_untouchable(own, source)
        if source.known.bin not in LIVE:
            raise DecisionRefused(
                f"Baris {name_of(source)} tidak berlaku lagi (keranjang {source.known.bin.value}); "
                "tahan dahulu bila harus dipakai."
            )
    mine = {source.subject for source in made.sources}
    others = [
        item
        for item in other_versions(own.session, made.sources[0])
        if row_subject(item.submission_id, item.row_id) not in mine
    ]
    refuse_second(own.desk, others)
    return others


def _replaced(made: MadeRow, reason: str) -> list[Move]:
    return [
        Move(item.submission.id, item.row.row_id, item.known.bin, Bin.SUPERSEDED, reason)
        for item in made.sources
    ]


def _decision(own: Deciding, act: str, made: MadeRow) -> dict[str, Any]:
    """The file of the new row: the decision itself."""
    first = made.sources[0]
    return {
        "act": act,
        "act_id": own.act_id,
        "actor": own.actor,
        "reason": own.reason,
        "decided_at": to_text(own.now),
        "sources": [source.subject for source in made.sources],
        "form": made.form.id,
        "form_version": made.form.version,
        "period_start": to_text(first.period_start),
        "unit": first.known.unit_code,
        "cells": {name: said(cell) for name, cell in made.cells.items()},
    }


def _submission(own: Deciding, first: DecidedRow, content: bytes) -> Submission:
    """The receipt of the decision. It speaks for the team of its unit, so that what that team sends later is held against it."""
    config = own.desk.config
    team = config.team(first.submission.team_id or "") or config.team_of_area(first.kecamatan_code)
    seq = records.next_sequence(own.session)
    return Submission(
        id=f"K-{own.now.astimezone(WIB):%Y%m%d}-{seq:04d}",
        sha256=sha256_hex(content),
        received_at=own.now,
        channel="petugas",
        sender=own.actor,
        team_id=team.id if team else None,
        form_id=first.form.id,
        period=to_text(first.period_start),
        size=len(content),
        name_as_sent=FILE_NAME,
        supersedes=first.submission.id,
    )


def _judged(
    own: Deciding, made: MadeRow, others: Sequence[KnownRow], submission: Submission, placed: PlacedRow
) -> list[Finding]:
    """What the rules find in the new row. Raises DecisionRefused when they would not accept it."""
    # Great Expectations takes seconds to import; only this kind of act needs it.
    from jujur.operations.judging_one import judge_row

    first = made.sources[0]
    gone = {item.subject for item in made.sources} | set(subjects_of(others))
    beside = [
        item
        for item in known_beside(own.session, made.form, first.period_start, first.kecamatan_code)
        if row_subject(item.submission_id, item.row_id) not in gone
    ]
    return judge_row(own.desk, own.session, made.form, first.period_start, submission, placed, beside)


def _write(
    own: Deciding, made: MadeRow, submission: Submission, placed: PlacedRow, findings: Sequence[Finding]
) -> None:
    session, period_start = own.session, made.sources[0].period_start
    key = f"petugas|{own.act_id}|{submission.sha256}"
    seq = records.next_sequence(session)
    records.add_submission(session, submission, seq, key, placed.kecamatan_code)
    ledger.append(session, own.now, own.actor, "submission_received", _receipt(submission))
    session.run(
        "insert_reading",
        submission_id=submission.id,
        outcome="read",
        message="",
        form_id=made.form.id,
        form_version=made.form.version,
        period_start=to_text(period_start),
        supersedes=submission.supersedes,
        is_nil=0,
        row_count=1,
        rules_version=own.desk.config.rules_version,
        read_at=to_text(own.now),
    )
    records.add_rows(session, made.form, submission.id, period_start, [placed])
    records.add_findings(session, findings, own.desk.config.rules_version, own.now)
    session.run_many("insert_row_change", _changes(own, made, submission.id, placed))


def _receipt(submission: Submission) -> dict[str, Any]:
    """The same event as for any other file (operations.receive)."""
    return {
        "submission": submission.id,
        "sha256": submission.sha256,
        "size": submission.size,
        "channel": submission.channel,
        "team": submission.team_id,
        "received_at": to_text(submission.received_at),
    }


def _changes(own: Deciding, made: MadeRow, submission_id: str, placed: PlacedRow) -> list[dict[str, Any]]:
    """The cells in which the new row differs from each of its sources."""
    new = _version(submission_id, made.form, placed.row, made.sources[0].known, placed.content_digest)
    old = [
        _version(item.submission.id, made.form, item.row, item.known, item.known.content_digest)
        for item in made.sources
    ]
    changes = [change for version in old for change in changes_of(made.form, [version], [new])]
    return [{**asdict(change), "changed_at": to_text(own.now)} for change in changes]


def _version(submission_id: str, form: Form, row: Row, like: KnownRow, digest: str) -> RowVersion:
    # The same row number for all: events without a key pair by it, and these are known to belong together.
    values = {column.name: row.cells[column.name].value for column in form.data_columns}
    return RowVersion(
        submission_id, row.row_id, like.unit_code, like.item_code, 1, True, digest, values, row.states
    )
