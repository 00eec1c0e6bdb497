"""Decisions of data officers about what was received: release, hold, withdraw, excuse (P11, P38, P42).

Nothing is changed or removed: an act adds dispositions that hold from now on, itself, and a ledger event. An edition whose
cut-off lies earlier never sees it. Merging and overriding, which make a new row: :mod:`jujur.operations.remaking`.
"""

from __future__ import annotations

from collections.abc import Sequence

from jujur.domain.acts import row_subject
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import DecisionRefused
from jujur.domain.findings import Bin
from jujur.domain.periods import to_text
from jujur.domain.submissions import KnownRow, Submission
from jujur.operations.act_rows import (
    LIVE,
    DecidedRow,
    broken_rules,
    find_row,
    known_beside,
    other_versions,
    short_name,
)
from jujur.operations.content import unit_label
from jujur.operations.deciding import Deciding, Move, Outcome, Subject, deciding
from jujur.operations.desk import Desk
from jujur.record import acts as act_records
from jujur.record import editions, frames, ledger
from jujur.record import submissions as records


def release(desk: Desk, row_name: str, actor: str, reason: str) -> Outcome:
    """A held row becomes accepted; every other held version of the same unit or item and period is superseded by it.

    The row keeps its findings. Raises DecisionRefused when the row is not held, says nothing, is about a unit that is not in
    the reference (it would have no denominator, P03), was withdrawn, or when another version is accepted already (P11).
    """
    with deciding(desk, actor, reason) as own:
        row = find_row(desk, own.session, row_name)
        subject = subject_of_row(row)
        again = own.repeated("release", subject, {})
        # A version that came in between may have had it held again: then this is a new decision.
        if again and row.known.bin is Bin.ACCEPTED:
            return Outcome(again, False)
        _refuse_release(own, row)
        others = other_versions(own.session, row)
        refuse_second(desk, others)
        moves = [
            Move(
                row.submission.id,
                row.row.row_id,
                row.known.bin,
                Bin.ACCEPTED,
                f"dilepas petugas: {own.reason}",
            ),
            *superseding(others, own.chosen),
        ]
        own.move(row.form.id, moves)
        detail = {
            "asked": {},
            "findings": broken_rules(own.session, row),
            "superseded": subjects_of(others),
        }
        return own.enter("release", subject, detail)


def _refuse_release(own: Deciding, row: DecidedRow) -> None:
    refuse_untouchable(own, row)
    if row.known.bin is not Bin.HELD:
        raise DecisionRefused(
            f"Baris {name_of(row)} tidak sedang ditahan (keranjang {row.known.bin.value}); tidak ada yang dilepas."
        )
    unit = own.desk.config.gazetteer.get(row.known.unit_code)
    if unit is None or unit.level != row.form.unit_level:
        raise DecisionRefused(
            f"Baris {name_of(row)} menyebut {unit_label(own.desk, row.known.unit_code)}, yang bukan unit wajib lapor: "
            "tanpa penyebut, angkanya tidak dapat dihitung (P03). Minta tim mengirim perbaikan."
        )


def hold(desk: Desk, row_name: str, actor: str, reason: str) -> Outcome:
    """An accepted row becomes held; so does a duplicate or superseded one, which can then be released again.

    Raises DecisionRefused when the row is held already, belongs to another team's area, says nothing, or was withdrawn.
    """
    with deciding(desk, actor, reason) as own:
        row = find_row(desk, own.session, row_name)
        subject = subject_of_row(row)
        again = own.repeated("hold", subject, {})
        if again and row.known.bin is Bin.HELD:
            return Outcome(again, False)
        refuse_untouchable(own, row)
        if row.known.bin is Bin.HELD:
            raise DecisionRefused(f"Baris {name_of(row)} sudah ditahan: lihat `jujur decide held`.")
        move = Move(
            row.submission.id, row.row.row_id, row.known.bin, Bin.HELD, f"ditahan petugas: {own.reason}"
        )
        own.move(row.form.id, [move])
        return own.enter("hold", subject, {"asked": {}, "held": [row.subject], "was": row.known.bin.value})


def withdraw(desk: Desk, name: str, actor: str, reason: str) -> Outcome:
    """Takes a submission (``K-…``) out of the figures, or marks a published edition as withdrawn.

    Rows of a withdrawn submission are superseded; what they had superseded does not come back by itself. An edition is kept
    and can still be shown, but is sent no more (P26, L40). Raises DecisionRefused when there is nothing to withdraw.
    """
    with deciding(desk, actor, reason) as own:
        submission = records.submission_by_id(own.session, name.strip().upper())
        return _withdraw_edition(own, name) if submission is None else _withdraw_submission(own, submission)


def _withdraw_submission(own: Deciding, submission: Submission) -> Outcome:
    form = own.desk.config.forms.get(submission.form_id or "")
    if form is None or submission.period is None:
        raise DecisionRefused(f"Kiriman {submission.id} tidak terbaca; tidak ada isinya yang dipakai.")
    asked = next(
        item
        for item in own.desk.config.calendar.reporting_periods
        if form.id in item.forms and to_text(item.starts_at) == submission.period
    )
    team = own.desk.config.team(submission.team_id or "")
    subject = Subject("submission", submission.id, form.id, asked.starts_at, team.area_code if team else None)
    again = own.repeated("withdraw", subject, {})
    if again:
        return Outcome(again, False)
    own.refuse_own(submission.sender, submission.channel)
    if act_records.is_withdrawn(own.session, submission.id):
        raise DecisionRefused(f"Kiriman {submission.id} sudah ditarik.")
    bins = own.session.rows(f"dispositions_of_submission:{form.id}", submission_id=submission.id)
    live = [row for row in bins if row["bin"] in LIVE]
    if not live and not submission.is_nil:
        raise DecisionRefused(f"Tidak ada baris kiriman {submission.id} yang masih berlaku.")
    moves = [
        Move(submission.id, row["row_id"], Bin(row["bin"]), Bin.SUPERSEDED, f"kiriman ditarik: {own.reason}")
        for row in live
    ]
    own.move(form.id, moves)
    withdrawn = [row_subject(item.submission_id, item.row_id) for item in moves]
    return own.enter("withdraw", subject, {"asked": {}, "superseded": withdrawn})


def _withdraw_edition(own: Deciding, edition_id: str) -> Outcome:
    edition = editions.edition_by_id(own.session, edition_id)
    is_city = own.desk.config.gazetteer[edition.area_code].level == "kota"
    subject = Subject(
        "edition", edition.id, None, edition.period.starts_at, None if is_city else edition.area_code
    )
    again = own.repeated("withdraw", subject, {})
    if again:
        return Outcome(again, False)
    steps = editions.statuses(own.session, edition.id)
    if EditionStatus.PUBLISHED not in steps or EditionStatus.WITHDRAWN in steps:
        raise DecisionRefused(f"Edisi {edition.id} tidak sedang terbit; tidak ada yang dapat ditarik.")
    sha256 = steps[EditionStatus.PUBLISHED]
    editions.add_status(own.session, edition.id, EditionStatus.WITHDRAWN, own.now, sha256, own.reason)
    ledger.append(
        own.session,
        own.now,
        own.actor,
        "edition_withdrawn",
        {"edition": edition.id, "sha256": sha256, "act_id": own.act_id},
    )
    return own.enter("withdraw", subject, {"asked": {}, "sha256": sha256})


def excuse(desk: Desk, unit_code: str, form_id: str, period_id: str, actor: str, reason: str) -> Outcome:
    """Closes a unit that will not report, with a reason; it counts in no figure as reported (P27).

    Raises DecisionRefused when the unit does not owe this form in this period, or has reported it.
    """
    asked = desk.config.calendar.reporting_period(form_id, period_id)
    if asked is None:
        raise DecisionRefused(f"Formulir {form_id} tidak diminta untuk masa laporan {period_id}.")
    with deciding(desk, actor, reason) as own:
        frame = frames.frozen_frame(own.session, asked.starts_at, own.now)
        expected = frame and own.session.row(
            "frame_unit",
            period_start=to_text(asked.starts_at),
            frame_version=frame.version,
            form_id=form_id,
            unit_code=unit_code,
        )
        if not expected:
            raise DecisionRefused(
                f"{unit_code} tidak wajib melaporkan {form_id} pada {period_id}; tidak ada yang dibebaskan (P03)."
            )
        subject = Subject("unit", unit_code, form_id, asked.starts_at, expected["kecamatan_code"] or None)
        again = own.repeated("excuse", subject, {})
        if again:
            return Outcome(again, False)
        form = desk.config.forms[form_id]
        reported = [
            item
            for item in known_beside(own.session, form, asked.starts_at, expected["kecamatan_code"])
            if item.unit_code == unit_code and item.bin is Bin.ACCEPTED and item.has_content
        ]
        if reported:
            raise DecisionRefused(f"{unit_label(desk, unit_code)} sudah melapor; tidak ada yang dibebaskan.")
        return own.enter("excuse", subject, {"asked": {}})


def subject_of_row(row: DecidedRow) -> Subject:
    """A row as the subject of an act."""
    return Subject("row", row.subject, row.form.id, row.period_start, row.kecamatan_code)


def name_of(row: DecidedRow) -> str:
    """The row as the officer calls it."""
    return short_name(row.submission.id, row.row.sheet, row.row.row_number)


def refuse_untouchable(own: Deciding, row: DecidedRow) -> None:
    """Raises DecisionRefused for a row that this officer, or nobody, may decide about."""
    own.refuse_own(row.submission.sender, row.submission.channel)
    if act_records.is_withdrawn(own.session, row.submission.id):
        raise DecisionRefused(f"Kiriman {row.submission.id} sudah ditarik; minta tim mengirim lagi.")
    if not row.known.has_content:
        raise DecisionRefused(f"Baris {name_of(row)} tidak berisi apa pun; tidak ada yang dapat diputuskan.")


def refuse_second(desk: Desk, others: Sequence[KnownRow]) -> None:
    """Raises DecisionRefused when another version with content is accepted: never two for one unit and period (P11)."""
    accepted = next((item for item in others if item.bin is Bin.ACCEPTED and item.has_content), None)
    if accepted:
        other = short_name(accepted.submission_id, accepted.sheet, accepted.row_number)
        raise DecisionRefused(
            f"{unit_label(desk, accepted.unit_code)} sudah mempunyai baris yang berlaku, {other}; "
            "tahan dahulu baris itu (`jujur decide hold`), atau gabungkan keduanya (P11)."
        )


def superseding(others: Sequence[KnownRow], reason: str) -> list[Move]:
    """The moves that put other versions out of force."""
    return [Move(item.submission_id, item.row_id, item.bin, Bin.SUPERSEDED, reason) for item in others]


def subjects_of(rows: Sequence[KnownRow]) -> list[str]:
    """How acts name these rows."""
    return [row_subject(item.submission_id, item.row_id) for item in rows]
