"""What this desk got wrong within a week, from the record; a weekly report prints it even if it is nothing (P25, P26, P29)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from jujur.domain.areas import Area
from jujur.domain.periods import from_text, to_text
from jujur.domain.weeks import MISTAKES, Mistake
from jujur.record import editions
from jujur.record.database import Session

CORRECTED, WITHDRAWN, MISSING, FAILED, HELD = MISTAKES


def mistakes_of(session: Session, area: Area, starts_at: datetime, as_of: datetime) -> tuple[Mistake, ...]:
    """Everything wrong that came to light after ``starts_at`` and by ``as_of`` about the area or inside it, oldest first.

    Editions of all kinds count. What holds for no single area, a slot without a report, stands in every edition.
    """
    span = {"after": to_text(starts_at), "as_of": to_text(as_of)}
    found = [*_steps(session, area, span), *_held(session, area, span), *_events(session, area, span)]
    ordered = sorted(found, key=lambda one: (one[0], one[1:]))
    return tuple(
        Mistake(f"{at:%Y%m%d%H%M%S}-{number}", what, subject, at, detail)
        for number, (at, what, subject, detail) in enumerate(ordered, 1)
    )


# When, what, about which report, and the words of the record.
_Found = Iterator[tuple[datetime, str, str, str]]


def _inside(code: str | None, area: Area) -> bool:
    return f"{code}.".startswith(f"{area.code}.")


def _steps(session: Session, area: Area, span: Mapping[str, str]) -> _Found:
    for row in session.rows("week_published_steps", **span):
        if _inside(row["area_code"], area):
            is_withdrawn = row["status"] == "ditarik"
            subject = f"{row['number']} (R{row['revision']})"
            detail = row["detail"] if is_withdrawn else "menggantikan terbitan sebelumnya"
            yield from_text(row["at"]), WITHDRAWN if is_withdrawn else CORRECTED, subject, detail or ""


def _held(session: Session, area: Area, span: Mapping[str, str]) -> _Found:
    for row in session.rows("week_held_after_publication", **span):
        if _inside(row["area_code"], area):
            subject = f"{row['row_count']} baris formulir {row['form_id'].replace('_', ' ')}"
            yield from_text(row["decided_at"]), HELD, subject, row["reason"]


def _events(session: Session, area: Area, span: Mapping[str, str]) -> _Found:
    for row, told in _told(session, "report_not_published", span):
        yield from_text(row["at"]), MISSING, f"laporan {told['kind'].replace('_', ' ')}", told["reason"]
    for row, told in _told(session, "audit_failed", span):
        edition = editions.edition_by_id(session, told["edition"])
        if _inside(edition.area_code, area):
            subject = f"{edition.number} (R{edition.revision})"
            yield from_text(row["at"]), FAILED, subject, f"janji {', '.join(told['failed'])}"


def _told(
    session: Session, event: str, span: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for row in session.rows("ledger_events", event=event):
        if span["after"] < row["at"] <= span["as_of"]:
            yield row, json.loads(row["payload"])
