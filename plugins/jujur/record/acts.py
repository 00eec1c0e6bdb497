"""What officers decided: written once, read as known at an instant (P42)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jujur.domain.acts import OfficerAct, SubjectKind
from jujur.domain.editions import Edition, HumanDecision
from jujur.domain.periods import WIB, from_text, to_text
from jujur.record.canonical import canonical_json
from jujur.record.database import Session


def next_act_id(session: Session, decided_at: datetime) -> str:
    """The id of the next act, such as "T-20240214-0003"; only meaningful inside a write transaction."""
    row = session.row("act_count")
    return f"T-{decided_at.astimezone(WIB):%Y%m%d}-{(int(row['act_count']) if row else 0) + 1:04d}"


def add_act(session: Session, act: OfficerAct) -> None:
    """Adds an act inside the caller's write transaction."""
    session.run(
        "insert_officer_act",
        act_id=act.id,
        act=act.act,
        subject_kind=act.subject_kind,
        subject=act.subject,
        form_id=act.form_id,
        period_start=to_text(act.period_start) if act.period_start else None,
        kecamatan_code=act.kecamatan_code,
        actor=act.actor,
        reason=act.reason,
        detail=canonical_json(dict(act.detail)).decode(),
        decided_at=to_text(act.decided_at),
    )


def acts_of_subject(session: Session, kind: SubjectKind, subject: str) -> list[OfficerAct]:
    """Every act about one row, submission, unit or edition, oldest first."""
    return [_act(row) for row in session.rows("acts_of_subject", subject_kind=kind, subject=subject)]


def acts_as_of(session: Session, period_start: datetime, as_of: datetime) -> list[OfficerAct]:
    """Every act about the period that starts then, taken by ``as_of``, oldest first."""
    rows = session.rows("acts_as_of", period_start=to_text(period_start), as_of=to_text(as_of))
    return [_act(row) for row in rows]


def excused_units(
    session: Session, form_id: str, period_start: datetime, as_of: datetime
) -> dict[str, OfficerAct]:
    """The units that an officer closed with a reason by ``as_of``, with the newest such act (P27).

    An excused unit counts in no figure as reported.
    """
    return {
        act.subject: act
        for act in acts_as_of(session, period_start, as_of)
        if act.act == "excuse" and act.form_id == form_id
    }


def is_withdrawn(session: Session, submission_id: str) -> bool:
    """True if an officer took a submission out of the figures."""
    return any(act.act == "withdraw" for act in acts_of_subject(session, "submission", submission_id))


def latest_event_at(session: Session) -> datetime | None:
    """The latest time that any event of the ledger carries; no act may lie before it."""
    row = session.row("ledger_latest_at")
    return from_text(row["latest_at"]) if row and row["latest_at"] else None


def senders_used(session: Session, period_start: datetime, as_of: datetime) -> list[tuple[str, str]]:
    """Who sent what counts in a period, with the area that the sender reports for: (sender, area code)."""
    rows = session.rows("senders_used", period_start=to_text(period_start), as_of=to_text(as_of))
    return [(row["sender"], row["area_code"]) for row in rows]


def refusals_before(session: Session, edition: Edition) -> list[HumanDecision]:
    """Refusals of earlier editions of this kind and area that this one has to print (P38, L36).

    All those of its own period, and those since the last published edition; taken by its cut-off.
    """
    rows = session.rows(
        "refusals_before",
        edition_id=edition.id,
        kind=edition.kind,
        area_code=edition.area_code,
        period_start=to_text(edition.period.starts_at),
        as_of=to_text(edition.as_of),
    )
    return [
        HumanDecision(
            row["act"], row["actor"], bool(row["is_agreed"]), row["reason"], from_text(row["decided_at"])
        )
        for row in rows
    ]


def _act(row: Mapping[str, Any]) -> OfficerAct:
    return OfficerAct(
        id=row["act_id"],
        act=row["act"],
        subject_kind=row["subject_kind"],
        subject=row["subject"],
        form_id=row["form_id"],
        period_start=from_text(row["period_start"]) if row["period_start"] else None,
        kecamatan_code=row["kecamatan_code"],
        actor=row["actor"],
        reason=row["reason"],
        decided_at=from_text(row["decided_at"]),
        detail=json.loads(row["detail"]),
    )
