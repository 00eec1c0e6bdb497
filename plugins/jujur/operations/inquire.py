"""Questions about the record: the state of the desk, and what became of rows."""

from __future__ import annotations

from typing import Any

from jujur.domain.findings import Bin
from jujur.domain.periods import to_text
from jujur.operations.desk import Desk, clock_shifts
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM
from jujur.record import ledger
from jujur.record.database import Session


def status(desk: Desk) -> dict[str, Any]:
    """Where the desk stands: its clock, what came in, which editions there are, what was sent."""
    with desk.database.reading() as session:
        return {
            "desk": desk.config.id,
            "mode": desk.config.mode,
            "desk_time": to_text(desk.now()),
            "clock_shifts": len(clock_shifts(session)),
            "submissions": [dict(row) for row in session.rows("submissions")],
            "editions": [dict(row) for row in session.rows("editions")],
            "messages": [dict(row) for row in session.rows("delivery_totals")],
            "ledger_head": ledger.head(session),
        }


def rows_by_bin(desk: Desk, session: Session, period_start: str, as_of: str) -> dict[str, dict[str, int]]:
    """Rows of every form by kecamatan and bin, as known at an instant; every kecamatan and every bin is there (P01, P02)."""
    codes = [area.code for area in desk.config.gazetteer.at_level("kecamatan")]
    table = {code: {"received": 0, **{bin_.value: 0 for bin_ in Bin}} for code in codes}
    for form_id in (MAIN_FORM, INCIDENT_FORM):
        for row in session.rows(f"bins:{form_id}", period_start=period_start, as_of=as_of):
            if row["kecamatan_code"] in table:
                table[row["kecamatan_code"]][row["bin"]] += row["row_count"]
                table[row["kecamatan_code"]]["received"] += row["row_count"]
    return table
