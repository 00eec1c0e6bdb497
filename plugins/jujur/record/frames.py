"""The expected frame and its terms: frozen and hashed before their period opens (P03)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jujur.domain.areas import Gazetteer
from jujur.domain.frames import ExpectedReport, Frame, FrameTerms
from jujur.domain.periods import Period, from_text, to_text
from jujur.record.canonical import canonical_json, sha256_hex
from jujur.record.database import Session


@dataclass(frozen=True, slots=True)
class FrozenFrame:
    """The head of a frozen frame; the reports themselves stay in the table."""

    version: int
    digest: str
    frozen_at: datetime
    due_at: datetime
    report_count: int


def frame_digest(reports: Sequence[ExpectedReport]) -> str:
    """The sha256 over all expected reports, in a fixed order."""
    lines = sorted(
        [
            report.form_id,
            report.unit_code,
            to_text(report.period.starts_at),
            to_text(report.period.ends_at),
            to_text(report.due_at),
        ]
        for report in reports
    )
    return sha256_hex(canonical_json(lines))


def freeze(session: Session, frame: Frame, gazetteer: Gazetteer) -> None:
    """Writes a frame down; it is never changed afterwards, only followed by another version."""
    session.run_many(
        "insert_frame",
        [
            {
                "frame_version": frame.version,
                "form_id": report.form_id,
                "period_start": to_text(report.period.starts_at),
                "unit_code": report.unit_code,
                "period_end": to_text(report.period.ends_at),
                "area_code": report.area_code,
                "kecamatan_code": kecamatan.code
                if (kecamatan := gazetteer.ancestor(report.area_code, "kecamatan"))
                else "",
                "due_at": to_text(report.due_at),
                "frozen_at": to_text(frame.frozen_at),
                "frame_digest": frame.digest,
            }
            for report in frame.reports
        ],
    )


def frozen_frame(session: Session, period_start: datetime, as_of: datetime) -> FrozenFrame | None:
    """The newest frame of a period that was frozen by ``as_of``."""
    row = session.row("frame_of_period", period_start=to_text(period_start), as_of=to_text(as_of))
    if row is None:
        return None
    return FrozenFrame(
        row["frame_version"],
        row["frame_digest"],
        from_text(row["frozen_at"]),
        from_text(row["due_at"]),
        row["report_count"],
    )


def reports_of(session: Session, period_start: datetime, version: int) -> list[ExpectedReport]:
    """The expected reports of one version of a frame, by form and unit."""
    rows = session.rows("frame_reports", period_start=to_text(period_start), frame_version=version)
    return [
        ExpectedReport(
            row["unit_code"],
            row["area_code"],
            row["form_id"],
            Period(from_text(row["period_start"]), from_text(row["period_end"])),
            from_text(row["due_at"]),
        )
        for row in rows
    ]


def terms_digest(
    period_start: datetime, version: int, frame_digest: str, terms: Mapping[str, Any], actor: str, reason: str
) -> str:
    """The sha256 over the terms of one version, its frame, and whose act it was; the ledger says when."""
    return sha256_hex(
        canonical_json(
            {
                "period_start": to_text(period_start),
                "version": version,
                "frame": frame_digest,
                "terms": dict(terms),
                "actor": actor,
                "reason": reason,
            }
        )
    )


def freeze_terms(session: Session, terms: FrameTerms) -> None:
    """Writes the terms of one version down; they are never changed afterwards, only followed by another version."""
    session.run(
        "insert_frame_terms",
        period_start=to_text(terms.period_start),
        frame_version=terms.version,
        frozen_at=to_text(terms.frozen_at),
        frame_digest=terms.frame_digest,
        terms=canonical_json(dict(terms.terms)).decode(),
        terms_digest=terms.digest,
        actor=terms.actor,
        reason=terms.reason,
    )


def terms_known(session: Session, period_start: datetime, as_of: datetime) -> list[FrameTerms]:
    """Every version of the terms of a period that was frozen by ``as_of``, the first one first."""
    rows = session.rows("frame_terms_of_period", period_start=to_text(period_start), as_of=to_text(as_of))
    return [
        FrameTerms(
            from_text(row["period_start"]),
            row["frame_version"],
            from_text(row["frozen_at"]),
            row["frame_digest"],
            json.loads(row["terms"]),
            row["terms_digest"],
            row["actor"],
            row["reason"],
        )
        for row in rows
    ]
