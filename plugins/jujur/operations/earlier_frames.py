"""Frames that were frozen before terms were: what their ledger event said is what they are held to (P03, P35)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jujur.domain.frames import FrameTerms
from jujur.domain.periods import from_text, to_text
from jujur.record import events
from jujur.record.database import Session


def terms_told(session: Session, period_start: datetime, as_of: datetime) -> list[FrameTerms]:
    """The terms of a first version that the record holds no row of, from the event of its freezing; none if there is no event.

    Such an event told the thresholds, the rules and the due times, but neither gates, forms nor slots. Its terms have no digest
    of their own (""): the event's place in the chain is what guards them.
    """
    return [
        FrameTerms(period_start, 1, from_text(row["at"]), payload["digest"], _terms(payload), "")
        for row, payload in events.naming(session, "frame_frozen", "period_start", to_text(period_start))
        if row["at"] <= to_text(as_of)
    ][:1]


def _terms(payload: Mapping[str, Any]) -> dict[str, Any]:
    ends = {"starts_at": payload["period_start"], "ends_at": payload["period_end"]}
    return {
        "thresholds": payload["thresholds"],
        "gates": [],
        "forms": {},
        "rules_version": payload["rules"],
        # Of periods that start together only the last end was told; each holds it unless it told its own.
        "periods": [{**ends, **period} for period in payload["periods"]],
        # Not told, which is another thing than none.
        "slots": None,
        "dropped_units": [],
    }
