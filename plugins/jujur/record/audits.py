"""Audits of finished PDFs: every one is kept, the failed ones too (P46, P48)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from jujur.domain.audits import AuditResult
from jujur.domain.periods import from_text, to_text
from jujur.domain.properties import Outcome
from jujur.record.database import Session


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """One audit of the bytes with this sha256, made when an edition was to reach ``step``."""

    step: str
    sha256: str
    audited_at: datetime
    result: AuditResult


def add(
    session: Session, edition_id: str, step: str, sha256: str, result: AuditResult, audited_at: datetime
) -> None:
    """Enters an audit; one made again is one more row."""
    session.run(
        "insert_edition_audit",
        edition_id=edition_id,
        step=step,
        sha256=sha256,
        is_passed=int(result.is_passed),
        properties=json.dumps(dict(result.properties), sort_keys=True),
        discrepancies=json.dumps(list(result.discrepancies), ensure_ascii=False),
        audited_at=to_text(audited_at),
    )


def of_edition(session: Session, edition_id: str) -> list[KeptAudit]:
    """The audits of an edition, oldest first."""
    return [
        KeptAudit(
            row["step"],
            row["sha256"],
            from_text(row["audited_at"]),
            AuditResult(
                {name: Outcome(outcome) for name, outcome in json.loads(row["properties"]).items()},
                tuple(json.loads(row["discrepancies"])),
            ),
        )
        for row in session.rows("audits_of_edition", edition_id=edition_id)
    ]


def is_passed(session: Session, edition_id: str, sha256: str) -> bool:
    """True when the newest audit of exactly these bytes, as this edition, found nothing."""
    made = [one for one in of_edition(session, edition_id) if one.sha256 == sha256]
    return bool(made) and made[-1].result.is_passed
