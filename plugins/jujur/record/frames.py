"""The expected frame: frozen and hashed before its period opens (P03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jujur.domain.areas import Gazetteer
from jujur.domain.frames import ExpectedReport, Frame
from jujur.domain.periods import from_text, to_text
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
