"""Published figures of KPU or Bawaslu: entered once, corrected by one more entry, read as known at an instant (P19)."""

from __future__ import annotations

from datetime import datetime

from jujur.domain.official import OfficialFigure
from jujur.domain.periods import from_text, to_text
from jujur.record.database import Session


def add(session: Session, period_start: datetime, one: OfficialFigure) -> None:
    """Enters a figure inside the caller's write transaction."""
    session.run(
        "insert_official_figure",
        period_start=to_text(period_start),
        area_code=one.area_code,
        indicator=one.indicator,
        value=one.value,
        office=one.office,
        document=one.document,
        published_at=to_text(one.published_at),
        explanation=one.explanation,
        actor=one.entered_by,
        entered_at=to_text(one.entered_at),
    )


def entries(session: Session, period_start: datetime, as_of: datetime) -> list[OfficialFigure]:
    """Every entry about a period that was there at ``as_of``, superseded ones too, oldest first; each counts those before it."""
    found: list[OfficialFigure] = []
    times: dict[str, int] = {}
    for row in session.rows("official_figures", period_start=to_text(period_start), as_of=to_text(as_of)):
        key = f"{row['area_code']}/{row['indicator']}/{row['office']}"
        times[key] = times.get(key, 0) + 1
        found.append(
            OfficialFigure(
                area_code=row["area_code"],
                indicator=row["indicator"],
                value=row["value"],
                office=row["office"],
                document=row["document"],
                published_at=from_text(row["published_at"]),
                explanation=row["explanation"],
                entered_by=row["actor"],
                entered_at=from_text(row["entered_at"]),
                entries=times[key],
            )
        )
    return found


def known(session: Session, period_start: datetime, as_of: datetime) -> dict[str, OfficialFigure]:
    """The newest entry of each area, indicator and office at ``as_of``, by their id."""
    return {one.id: one for one in entries(session, period_start, as_of)}
