"""Questions about the record: the state of the desk, and where a figure or a row came from (P41)."""

from __future__ import annotations

from typing import Any

from jujur.domain.errors import RecordError
from jujur.domain.findings import Bin
from jujur.domain.periods import to_text
from jujur.operations.desk import Desk, clock_shifts
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM, frame_of
from jujur.record import editions, ledger
from jujur.record.canonical import digest_of_ids
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
        for row in session.rows(f"bins:{form_id}", form_id=form_id, period_start=period_start, as_of=as_of):
            if row["kecamatan_code"] in table:
                table[row["kecamatan_code"]][row["bin"]] += row["row_count"]
                table[row["kecamatan_code"]]["received"] += row["row_count"]
    return table


def trace(desk: Desk, subject: str, edition_id: str | None = None) -> dict[str, Any]:
    """The way back from a figure ("16.72.01/sum_suara_sah") or a row id ("sha256|sheet|row") to files and senders.

    Raises RecordError when neither a figure nor a row of this name is known.
    """
    with desk.database.reading() as session:
        return (
            _trace_row(desk, session, subject)
            if "|" in subject
            else _trace_figure(desk, session, subject, edition_id)
        )


def _trace_figure(desk: Desk, session: Session, key: str, edition_id: str | None) -> dict[str, Any]:
    area_code, _, name = key.partition("/")
    known = [row for row in session.rows("editions") if edition_id in (None, row["edition_id"])]
    holders = [row["edition_id"] for row in known if key in editions.figures_of(session, row["edition_id"])]
    if not holders:
        raise RecordError(f"Angka {key} tidak ada pada edisi mana pun.")
    edition = editions.edition_by_id(session, holders[-1])
    figure = editions.figures_of(session, edition.id)[key]
    field = name.removeprefix("sum_").removeprefix("filled_")
    slot = desk.config.calendar.slot_of(edition)
    rows = [
        row
        for row in session.rows(
            "rows_used_pungut_hitung",
            form_id=MAIN_FORM,
            period_start=to_text(slot.starts_at),
            as_of=to_text(edition.as_of),
        )
        if row["area_code"] == area_code or row["area_code"].startswith(f"{area_code}.")
    ]
    rows = [row for row in rows if field not in row or row[field] is not None]
    return {
        "figure": key,
        "label": figure.label,
        "value": editions.exact_to_text(figure.value),
        "k": figure.k,
        "n": figure.n,
        "N": figure.N,
        "editions": holders,
        "frame": frame_of(session, slot, edition.as_of).digest,
        "rows_digest": figure.rows_digest,
        "row_ids_digest": digest_of_ids(row["row_id"] for row in rows),
        "rows": [
            {
                "row_id": row["row_id"],
                "unit": row["unit_code"],
                "submission": row["submission_id"],
                "value": row.get(field),
            }
            for row in rows
        ],
        "files": [
            _file_of(desk, session, submission_id)
            for submission_id in sorted({row["submission_id"] for row in rows})
        ],
    }


def _trace_row(desk: Desk, session: Session, row_id: str) -> dict[str, Any]:
    history = session.rows("submissions_by_row", row_id=row_id)
    if not history:
        raise RecordError(f"Baris {row_id} tidak dikenal.")
    return {
        "row": row_id,
        "history": [dict(row) for row in history],
        "files": [
            _file_of(desk, session, item) for item in sorted({row["submission_id"] for row in history})
        ],
        "editions": _editions_using(desk, session, row_id),
    }


def _editions_using(desk: Desk, session: Session, row_id: str) -> list[str]:
    used = []
    for row in session.rows("editions"):
        edition = editions.edition_by_id(session, row["edition_id"])
        rows = session.rows(
            "rows_used_pungut_hitung",
            form_id=MAIN_FORM,
            period_start=to_text(edition.period.starts_at),
            as_of=to_text(edition.as_of),
        )
        mine = [item for item in rows if item["row_id"] == row_id]
        if any(item["area_code"].startswith(f"{edition.area_code}.") for item in mine):
            used.append(edition.id)
    return used


def _file_of(desk: Desk, session: Session, submission_id: str) -> dict[str, Any]:
    row = session.row("submission_by_id", submission_id=submission_id)
    assert row is not None
    team = desk.config.team(row["team_id"] or "")
    return {
        "submission": submission_id,
        "sha256": row["sha256"],
        "received_at": row["received_at"],
        "channel": row["channel"],
        "team": team.name if team else None,
    }
