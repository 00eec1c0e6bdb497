"""When a report may be final: every unit of its frame is closed, or excused with a reason (P27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jujur.domain.errors import PublicationBlocked
from jujur.domain.periods import to_text
from jujur.operations.desk import Desk
from jujur.operations.known import frame_of
from jujur.record.database import Session
from jujur.settings.calendar import Slot

# How many open units a refusal names; `jujur revise open` lists them all.
NAMED = 20


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """An expected report of which no content was accepted and which nobody excused. ``name`` is for people."""

    form_id: str
    unit_code: str
    name: str


def open_units(desk: Desk, session: Session, slot: Slot, as_of: datetime) -> list[OpenUnit]:
    """The units that keep the report of a slot from being final, by form and code, as known at ``as_of``.

    A unit is closed when a row with content was accepted, or its sender confirmed to have nothing to report. A held row closes
    nothing: somebody still has to decide about it.
    """
    at = {"period_start": to_text(slot.starts_at), "as_of": to_text(as_of)}
    waiting = session.rows("open_units", **at, frame_version=frame_of(session, slot, as_of).version)
    closed = {
        (form_id, row["unit_code"])
        for form_id in sorted({row["form_id"] for row in waiting})
        for name in (f"closed_units:{form_id}", "nil_units")
        for row in session.rows(name, form_id=form_id, **at)
    }
    return [
        OpenUnit(row["form_id"], row["unit_code"], _name(desk, row["unit_code"]))
        for row in waiting
        if (row["form_id"], row["unit_code"]) not in closed
    ]


def refuse_open_units(desk: Desk, session: Session, slot: Slot, as_of: datetime) -> None:
    """Raises PublicationBlocked naming the open units of a slot, if there are any (P27)."""
    found = open_units(desk, session, slot, as_of)
    if not found:
        return
    named = ", ".join(f"{unit.name} ({unit.form_id})" for unit in found[:NAMED])
    more = f", dan {len(found) - NAMED} lainnya" if len(found) > NAMED else ""
    raise PublicationBlocked(
        f"Laporan belum dapat FINAL: {len(found)} laporan wajib belum ditutup: {named}{more}. "
        "Tutup dengan laporan yang lolos, atau dengan alasan (jujur decide excuse)."
    )


def _name(desk: Desk, unit_code: str) -> str:
    unit = desk.config.gazetteer.get(unit_code)
    if unit is None:
        return unit_code
    parent = desk.config.gazetteer.get(unit.parent_code or "")
    return f"{unit.name} {parent.name}" if unit.level == "tps" and parent else unit.name
