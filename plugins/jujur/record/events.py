"""Events of the ledger by what they name, found by the database: reading one costs no more as the history grows (0028)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jujur.record.database import Session

Event = tuple[Mapping[str, Any], dict[str, Any]]


def naming(session: Session, event: str, key: str, value: str) -> list[Event]:
    """The events of one kind whose payload says ``value`` under ``key``, in order: row (``seq``, ``at``, ``actor``) and payload.

    The database looks for the text of the canonical JSON; what is meant is decided here, by the field.
    """
    rows = session.rows("ledger_events_naming", event=event, part=f"%{json.dumps(key)}:{json.dumps(value)}%")
    told = [(row, json.loads(row["payload"])) for row in rows]
    return [(row, payload) for row, payload in told if payload.get(key) == value]
