"""Checks of the record about one edition: from every figure to its receipts and back, and the chain to its head (P37, P41)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jujur import figures
from jujur.domain.editions import Edition
from jujur.domain.errors import LedgerBroken
from jujur.domain.figures import Figure
from jujur.domain.findings import Bin
from jujur.domain.periods import to_text
from jujur.domain.properties import Outcome
from jujur.operations import tracing
from jujur.operations.desk import Desk
from jujur.record import chain
from jujur.record import submissions as records
from jujur.record.canonical import digest_of_ids
from jujur.record.database import Session


def is_chained(session: Session, edition: Edition) -> Outcome:
    """The ledger holds, link by link, from the head that the former issue printed to the one that this edition prints (P37).

    What lies before the former head was checked when that issue was made; a first issue is checked from the beginning. So this
    costs what happened since, not what ever happened.
    """
    former = chain.position(session, edition.former_head) if edition.former_head else 0
    own = chain.position(session, edition.ledger_head)
    if former is None or own is None or former > own:
        return Outcome.FAILED
    try:
        for entry in chain.walk(session, former):
            if entry.seq >= own:
                break
    except LedgerBroken:
        return Outcome.FAILED
    return Outcome.PASSED


def is_traceable(
    desk: Desk, session: Session, edition: Edition, entered: Mapping[str, Figure], known: tracing.Known
) -> Outcome:
    """Every figure has its rows, every row its file, sender and receipt; and every row that counts is in a figure (P41).

    ``entered`` are the figures of the edition; ``known`` is everything that was known at its cut-off.
    """
    behind: set[str] = set()
    files: dict[str, set[str]] = {}
    for key, figure in entered.items():
        area_code, _, name = key.partition("/")
        found = tracing.members_of(desk, known, area_code, name)
        if found is None or digest_of_ids(found.ids) != figure.rows_digest:
            return Outcome.FAILED
        for row in found.rows:
            behind.add(row["row_id"])
            files.setdefault(row["submission_id"], set()).add(row["row_id"].partition("|")[0])
    received = {one.id: one for one in records.submissions_by_id(session, sorted(files))}
    for submission_id, digests in files.items():
        one = received.get(submission_id)
        is_received = one is not None and one.received_at <= edition.as_of and bool(one.sender)
        if not is_received or one is None or digests != {one.sha256}:
            return Outcome.FAILED
    # Items are carried from week to week; what an earlier week said of one, a later row may have put out of force.
    opens_at = to_text(edition.period.starts_at)
    counting = {
        row["row_id"]
        for row in tracing.all_rows(known)
        if row["bin"] == Bin.ACCEPTED.value
        and row.get("has_content", 1)
        and row.get("period_start", opens_at) == opens_at
        and f"{row[_place(row, known)]}.".startswith(f"{edition.area_code}.")
    }
    return Outcome.PASSED if counting <= behind else Outcome.FAILED


def _place(row: Mapping[str, Any], known: tracing.Known) -> str:
    """The column by which figures count a row: stations by their kelurahan, incidents and weekly forms by kecamatan."""
    is_of_kecamatan = isinstance(known, figures.WeekKnown) or "tingkat" in row
    return "kecamatan_code" if is_of_kecamatan else "area_code"
