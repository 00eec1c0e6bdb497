"""Revisions of a slot: which there are, their change tables, and who must be told of an error (P25, P26, P28)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jujur.domain.editions import Edition, EditionKind, EditionStatus
from jujur.domain.errors import RecordError
from jujur.domain.periods import Period, from_text, to_text
from jujur.domain.vintages import Cause, Change
from jujur.record.database import Session


@dataclass(frozen=True, slots=True)
class Vintage:
    """One edition of a slot and what became of it; ``sha256`` is that of its published PDF."""

    edition_id: str
    area_code: str
    revision: int
    sha256: str | None
    published_at: datetime | None
    is_rejected: bool
    is_withdrawn: bool

    @property
    def is_settled(self) -> bool:
        """True when nothing more can become of it: published, refused, or withdrawn before it came out."""
        return self.published_at is not None or self.is_rejected or self.is_withdrawn


@dataclass(frozen=True, slots=True)
class ErrataCall:
    """A reader who was sent ``earlier_edition_id`` and must be sent ``edition_id``, because the former was wrong."""

    edition_id: str
    recipient_id: str
    earlier_edition_id: str
    reason: str
    called_at: datetime


def of_slot(session: Session, kind: EditionKind, period: Period, release_at: datetime) -> list[Vintage]:
    """All editions of a slot, by area and revision."""
    return [
        Vintage(
            row["edition_id"],
            row["area_code"],
            row["revision"],
            row["published_sha256"],
            from_text(row["published_at"]) if row["published_at"] else None,
            row["rejected_at"] is not None,
            row["withdrawn_at"] is not None,
        )
        for row in session.rows(
            "vintages_of_slot",
            kind=kind,
            period_start=to_text(period.starts_at),
            period_end=to_text(period.ends_at),
            release_at=to_text(release_at),
        )
    ]


def of_edition(session: Session, edition: Edition) -> list[Vintage]:
    """All editions about the same slot and area as ``edition``, itself included, by revision."""
    return [
        vintage
        for vintage in of_slot(session, edition.kind, edition.period, edition.release_at)
        if vintage.area_code == edition.area_code
    ]


def published_before(session: Session, edition: Edition, published_by: datetime) -> list[list[str]]:
    """The published editions of this kind about this area, one list a slot, in order of period and revision."""
    slots: dict[tuple[str, str, str], list[str]] = {}
    for row in session.rows(
        "published_vintages",
        kind=edition.kind,
        area_code=edition.area_code,
        published_by=to_text(published_by),
    ):
        key = (row["period_start"], row["period_end"], row["release_at"])
        slots.setdefault(key, []).append(row["edition_id"])
    return list(slots.values())


def add_changes(
    session: Session, edition_id: str, earlier_edition_id: str, changes: Iterable[Change]
) -> None:
    """Enters the change table of an edition."""
    session.run_many(
        "insert_edition_change",
        [
            {
                "edition_id": edition_id,
                "subject_key": change.key,
                "earlier_edition_id": earlier_edition_id,
                "before_value": change.before,
                "after_value": change.after,
                "cause": change.cause.value,
                "who": change.who,
                "changed_at": to_text(change.changed_at),
            }
            for change in changes
        ],
    )


def changes_of(session: Session, edition_id: str) -> tuple[Change, ...]:
    """The change table of an edition, by key."""
    return tuple(
        Change(
            row["subject_key"],
            row["before_value"],
            row["after_value"],
            Cause(row["cause"]),
            row["who"],
            from_text(row["changed_at"]),
        )
        for row in session.rows("changes_of_edition", edition_id=edition_id)
    )


def add_errata(session: Session, calls: Sequence[ErrataCall]) -> None:
    """Enters whom an error reached."""
    session.run_many(
        "insert_errata_call",
        [
            {
                "edition_id": call.edition_id,
                "recipient_id": call.recipient_id,
                "earlier_edition_id": call.earlier_edition_id,
                "reason": call.reason,
                "called_at": to_text(call.called_at),
            }
            for call in calls
        ],
    )


def errata_of(session: Session, edition_id: str) -> list[ErrataCall]:
    """The calls that an edition answers, or that were made because of it."""
    return [
        ErrataCall(
            row["edition_id"],
            row["recipient_id"],
            row["earlier_edition_id"],
            row["reason"],
            from_text(row["called_at"]),
        )
        for row in session.rows("errata_of_edition", edition_id=edition_id)
    ]


def terms_of(session: Session, period_start: datetime, frame_version: int) -> tuple[dict[str, Any], str]:
    """The terms that a version of a frame was frozen with, and their digest; ({}, "") where there are none."""
    row = session.row(
        "frame_terms_of_version", period_start=to_text(period_start), frame_version=frame_version
    )
    return (dict(json.loads(row["terms"])), str(row["terms_digest"])) if row else ({}, "")


def frozen_at(session: Session, edition_id: str) -> datetime:
    """When an edition was frozen: what it says about other editions is what was published by then.

    Raises RecordError if it never was.
    """
    for row in session.rows("edition_statuses", edition_id=edition_id):
        if row["status"] == EditionStatus.FROZEN.value:
            return from_text(row["at"])
    raise RecordError(f"Edisi {edition_id} belum dibekukan.")
