"""What happened to rows and files between two cut-offs, and whose act it was: where causes of changes come from (P25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jujur.domain.editions import Edition
from jujur.domain.periods import from_text, to_text
from jujur.domain.vintages import Cause, Occurrence, Origin
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM, main_forms_of
from jujur.record.database import Session

# Who puts rows into bins when no person does.
RULES = "aturan"
# What an officer made out of received rows comes in over this channel.
OFFICERS_CHANNEL = "petugas"


def occurrences(session: Session, earlier: Edition, edition: Edition) -> list[Occurrence]:
    """What happened to rows and files of the slot between the cut-offs of two of its editions."""
    span = {
        "period_start": to_text(edition.period.starts_at),
        "after": to_text(earlier.as_of),
        "as_of": to_text(edition.as_of),
    }
    found = [
        Occurrence(row["area_code"], form_id, _of_row(row, earlier.as_of))
        for form_id in (*main_forms_of(edition), INCIDENT_FORM)
        for row in session.rows(f"row_occurrences:{form_id}", form_id=form_id, **span)
    ]
    return found + [
        Occurrence(row["area_code"], row["form_id"], _of_file(row))
        for row in session.rows("file_occurrences", **span)
        # Rows of the voting-day form say for themselves which kelurahan they are about.
        if row["form_id"] in {INCIDENT_FORM, *main_forms_of(edition)} - {MAIN_FORM} and row["area_code"]
    ]


def _of_row(row: Mapping[str, Any], published_at: datetime) -> Origin:
    """Of a disposition: an officer's about what had been published is the desk's own error; the rest lies in what came."""
    received_at, decided_at = from_text(row["received_at"]), from_text(row["decided_at"])
    if row["actor"] != RULES and received_at <= published_at:
        return Origin(Cause.ERROR, "petugas", decided_at)
    if received_at > published_at:
        return _of_file(row)
    # A row that had been published and that the rules moved since: something newer took its place or contradicts it.
    is_replaced = row["bin"] == "superseded"
    return Origin(Cause.ROUTINE if is_replaced else Cause.LATE, "tim", decided_at)


def _of_file(row: Mapping[str, Any]) -> Origin:
    received_at = from_text(row["received_at"])
    if row["channel"] == OFFICERS_CHANNEL:
        return Origin(Cause.ERROR, "petugas", received_at)
    return Origin(Cause.ROUTINE if row["supersedes"] else Cause.LATE, "tim", received_at)
