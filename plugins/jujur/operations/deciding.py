"""What every decision of a data officer goes through: who, why, when, once, and into the ledger (P38, P42)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jujur import auditing
from jujur.domain.acts import MINIMUM_REASON, ActKind, OfficerAct, SubjectKind
from jujur.domain.errors import DecisionRefused
from jujur.domain.findings import Bin, Disposition
from jujur.domain.periods import WIB, to_text
from jujur.domain.personal_data import personal_data
from jujur.domain.transitions import row_may_move
from jujur.operations.desk import Desk
from jujur.operations.separation import is_same_person
from jujur.record import acts as act_records
from jujur.record import ledger
from jujur.record import submissions as records
from jujur.record.canonical import canonical_json, sha256_hex
from jujur.record.database import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """An act as it stands in the record; ``is_new`` is False when exactly this was already decided and nothing changed."""

    act: OfficerAct
    is_new: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about, and which editions it concerns."""

    kind: SubjectKind
    id: str
    form_id: str | None
    period_start: datetime | None
    kecamatan_code: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """One row that an act puts into another bin."""

    submission_id: str
    row_id: str
    before: Bin
    after: Bin
    reason: str


@dataclass(frozen=True, slots=True)
class Deciding:
    """One officer deciding at one instant, inside one write transaction."""

    desk: Desk
    session: Session
    actor: str
    reason: str
    now: datetime
    act_id: str

    @property
    def chosen(self) -> str:
        """Why other versions of a unit are out of force from now on."""
        return f"petugas memilih versi lain ({self.act_id}): {self.reason}"

    def repeated(self, act: ActKind, subject: Subject, asked: Mapping[str, Any]) -> OfficerAct | None:
        """The newest act about the subject, if it is exactly this one: the same act given again changes nothing."""
        known = [
            item
            for item in act_records.acts_of_subject(self.session, subject.kind, subject.id)
            if (item.form_id, item.period_start) == (subject.form_id, subject.period_start)
        ]
        if not known:
            return None
        newest = known[-1]
        was = (newest.act, newest.actor, newest.reason, newest.detail["asked"])
        return newest if was == (act, self.actor, self.reason, dict(asked)) else None

    def refuse_own(self, sender: str, channel: str) -> None:
        """Raises DecisionRefused when the officer sent the row: the submitter does not decide about it (P38)."""
        if channel == "petugas":
            return
        address = next((team.address for team in self.desk.config.teams if team.id == sender), sender)
        if is_same_person(self.actor, address, self.desk.config.officers):
            raise DecisionRefused(
                f"{self.actor} sendiri yang mengirimnya; petugas lain yang memutuskan (P38)."
            )

    def move(self, form_id: str, moves: Sequence[Move]) -> None:
        """Puts rows into other bins from now on. Raises DecisionRefused for a step that nobody may take."""
        for item in moves:
            if not row_may_move(item.before, item.after, "officer"):
                raise DecisionRefused(
                    f"Baris {item.submission_id}|{item.row_id} ada di keranjang {item.before.value}; "
                    f"petugas tidak dapat memindahkannya ke {item.after.value}."
                )
        dispositions = [
            Disposition(item.submission_id, item.row_id, item.after, item.reason, self.actor, self.now)
            for item in moves
        ]
        records.add_dispositions(self.session, form_id, dispositions)

    def enter(self, act: ActKind, subject: Subject, detail: Mapping[str, Any]) -> Outcome:
        """Writes the act and its ledger event: ids and the reason, no other free text."""
        entered = OfficerAct(
            id=self.act_id,
            act=act,
            subject_kind=subject.kind,
            subject=subject.id,
            form_id=subject.form_id,
            period_start=subject.period_start,
            kecamatan_code=subject.kecamatan_code,
            actor=self.actor,
            reason=self.reason,
            decided_at=self.now,
            detail=detail,
        )
        act_records.add_act(self.session, entered)
        ledger.append(
            self.session,
            self.now,
            self.actor,
            "officer_acted",
            {
                "act_id": entered.id,
                "act": act,
                "subject_kind": subject.kind,
                "subject": subject.id,
                "form": subject.form_id,
                "period_start": to_text(subject.period_start) if subject.period_start else None,
                "kecamatan": subject.kecamatan_code,
                "reason": self.reason,
                "superseded": detail.get("superseded", []),
                "new_row": detail.get("new_row"),
                "detail": sha256_hex(canonical_json(dict(detail))),
            },
        )
        return Outcome(entered, True)


@contextmanager
def deciding(desk: Desk, actor: str, reason: str) -> Iterator[Deciding]:
    """An open decision of ``actor``; whatever was received by now is judged first.

    Raises DecisionRefused when the actor may not decide about rows, the reason is none that somebody else could check or print
    (P42, P43), or the desk's clock is behind the ledger.
    """
    refuse_unauthorised(desk, actor)
    reason = " ".join(reason.split())
    _refuse_reason(reason)
    _judge_waiting(desk)
    with desk.database.writing() as session:
        now = desk.now()
        refuse_backwards(session, now)
        yield Deciding(desk, session, actor, reason, now, act_records.next_act_id(session, now))


def refuse_backwards(session: Session, now: datetime) -> None:
    """Raises DecisionRefused when the desk's clock is behind the newest event of the ledger (P24).

    Every receipt is an event too: an act that follows all events follows the receipt of whatever it is about.
    """
    latest = act_records.latest_event_at(session)
    if latest and now < latest:
        raise DecisionRefused(
            f"Jam desk lebih awal daripada peristiwa terakhir buku besar "
            f"({latest.astimezone(WIB):%d-%m-%Y %H.%M.%S} WIB); keputusan tidak dapat dicatat mundur (P24)."
        )


def refuse_unauthorised(desk: Desk, actor: str) -> None:
    """Raises DecisionRefused for anybody who is no data officer of this desk."""
    if not any(officer.id == actor and officer.act == "data" for officer in desk.config.officers):
        raise DecisionRefused(
            f"{actor or 'Tanpa nama'} tidak berwenang memutuskan baris; lihat wewenang data dalam officers.yaml."
        )


def _refuse_reason(reason: str) -> None:
    if len(reason) < MINIMUM_REASON:
        raise DecisionRefused(
            f"Alasan harus kalimat yang dapat diperiksa orang lain, paling sedikit {MINIMUM_REASON} huruf (P42)."
        )
    refuse_unprintable(reason, "Alasan")


def refuse_unprintable(text: str, what: str) -> None:
    """Raises DecisionRefused for a text that no page may carry: personal data, or words that some gate keeps (P12, P19, P43)."""
    kind = personal_data(text)
    if kind:
        raise DecisionRefused(f"{what} memuat {kind}; tulis tanpa data pribadi (P43).")
    problems = auditing.audit_words(text, (), what.lower())
    if problems:
        raise DecisionRefused(f"{what} tidak dapat dicetak: {'; '.join(problems)}.")


def _judge_waiting(desk: Desk) -> None:
    """A decision is about what is known: nothing received by now may still wait for the rules."""
    with desk.database.reading() as session:
        waiting = records.unread(session, desk.now())
    if waiting:
        # Great Expectations takes seconds to import, and mostly nothing waits.
        from jujur.operations import judging

        judging.judge_submissions(desk, waiting)
