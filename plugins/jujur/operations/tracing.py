"""Where a figure came from, and what became of a row: figure ↔ rows ↔ file ↔ sender ↔ editions, in one command (P41)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from jujur import figures
from jujur.domain.editions import Edition
from jujur.domain.errors import RecordError
from jujur.domain.figures import Figure
from jujur.domain.periods import to_text
from jujur.operations import week_known
from jujur.operations.desk import Desk
from jujur.operations.framing import gate_rule_of, versions_known
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM, as_known, frame_of, fresh_since
from jujur.record import editions
from jujur.record.canonical import digest_of_ids
from jujur.record.database import Session


def trace(desk: Desk, subject: str, edition_id: str | None = None) -> dict[str, Any]:
    """The way back from a figure ("16.72.01/sum_suara_sah"), or on from a row id ("sha256|sheet|row").

    Of a figure: its rows with value and bin, their files, senders and receipts, the editions that carry it, and whether the
    digest that was printed is that of the rows found now. Of a row: its bins over time, and every figure of every edition that
    counts it. Raises RecordError when neither a figure nor a row of this name is known.
    """
    with desk.database.reading() as session:
        if "|" in subject:
            return _trace_row(desk, session, subject)
        return _trace_figure(desk, session, subject, edition_id)


def _trace_figure(desk: Desk, session: Session, key: str, edition_id: str | None) -> dict[str, Any]:
    area_code, _, name = key.partition("/")
    holders = [row["edition_id"] for row in session.rows("editions_with_figure", figure_key=key)]
    if not holders or edition_id not in (None, "", *holders):
        raise RecordError(
            f"Angka {key} tidak ada pada {f'edisi {edition_id}' if edition_id else 'edisi mana pun'}."
        )
    edition = editions.edition_by_id(session, edition_id or holders[-1])
    figure = editions.figures_of(session, edition.id)[key]
    known = known_of(desk, session, edition)
    found = members_of(desk, known, area_code, name)
    if found is None:
        raise RecordError(f"Angka {key} tidak dihitung dari baris; tidak ada yang dapat ditelusuri.")
    bins = {(row["submission_id"], row["row_id"]): row["bin"] for row in all_rows(known)}
    silent = _files_without_rows(session, edition, name, found.ids)
    slot = desk.config.calendar.slot_of(edition)
    return {
        "figure": key,
        "edition": edition.id,
        **_said(figure),
        "editions": holders,
        "frame": frame_of(session, slot, edition.as_of).digest,
        "rows_digest": figure.rows_digest,
        "digest_of": "id baris" if found.counts == "rows" else "kode unit",
        "digest_again": (again := digest_of_ids(found.ids)),
        "digest_matches": again == figure.rows_digest,
        **({"units": list(found.ids)} if found.counts == "units" else {}),
        "rows": [
            {
                "row_id": row["row_id"],
                "unit": row["unit_code"],
                "submission": row["submission_id"],
                "bin": bins[row["submission_id"], row["row_id"]],
                **({"value": row[found.column]} if found.column else {}),
            }
            for row in found.rows
        ],
        "files": _files(desk, session, {*(row["submission_id"] for row in found.rows), *silent}),
    }


def _said(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "value": editions.exact_to_text(figure.value),
        "k": figure.k,
        "n": figure.n,
        "N": figure.N,
        "denominator": figure.denominator,
        "lower": editions.exact_to_text(figure.lower),
        "upper": editions.exact_to_text(figure.upper),
        "cut_off_at": to_text(figure.cut_off_at) if figure.cut_off_at else None,
        "status": figure.status.value,
    }


Known = figures.AsKnown | figures.WeekKnown


def known_of(desk: Desk, session: Session, edition: Edition) -> Known:
    """Everything that was known at the cut-off of an edition, as the first calculator is given it."""
    slot = desk.config.calendar.slot_of(edition)
    terms = versions_known(session, slot.starts_at, edition.as_of)[-1]
    if slot.kind == "mingguan":
        fresh = fresh_since(gate_rule_of(desk, terms), slot, edition.as_of)
        return week_known.week_known(desk, session, slot, edition.as_of, terms, fresh)
    return as_known(desk, session, slot, edition.as_of, terms)


def members_of(desk: Desk, known: Known, area_code: str, name: str) -> figures.Members | None:
    """What a figure counts; None for a name that no calculator of ours makes."""
    if isinstance(known, figures.WeekKnown):
        forms = week_known.forms_of_week(desk)
        return figures.week_members(forms, desk.config.forms[INCIDENT_FORM], known, area_code, name)
    return figures.members(_forms(desk), known, area_code, name)


def all_rows(known: Known) -> list[Mapping[str, Any]]:
    """Every row that was known, of every form, with its bin."""
    if isinstance(known, figures.WeekKnown):
        own = [row for rows in known.rows.values() for row in rows]
        return [*own, *known.items, *known.incidents.incidents]
    return [*known.rows, *known.incidents]


def _forms(desk: Desk) -> tuple[Any, Any]:
    return desk.config.forms[MAIN_FORM], desk.config.forms[INCIDENT_FORM]


def _files_without_rows(session: Session, edition: Edition, name: str, units: Iterable[str]) -> set[str]:
    """Files that had nothing to report and said so: they stand behind "has reported" without a row.

    Of the incident form behind ``incident_forms``; in a week of the form whose coming a figure counts.
    """
    wanted, as_of = {unit.rpartition("/")[2] for unit in units}, to_text(edition.as_of)
    named = {unit.partition("/")[0] for unit in units if "/" in unit}
    form_id = {
        **{f"{part}_forms": one for part, one in week_known.WEEK_FORMS.items()},
        "incident_forms": INCIDENT_FORM,
    }
    forms = {form_id[name]} if name in form_id else named
    return {
        row["submission_id"]
        for row in session.rows("plain_readings", period_start=to_text(edition.period.starts_at))
        if row["form_id"] in forms
        and row["area_code"] in wanted
        and (not named or f"{row['form_id']}/{row['area_code']}" in set(units))
        and row["received_at"] <= as_of
        and (row["is_nil"] or row["row_count"])
    }


def _files(desk: Desk, session: Session, submission_ids: Iterable[str]) -> list[dict[str, Any]]:
    return [_file_of(desk, session, submission_id) for submission_id in sorted(submission_ids)]


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


def _trace_row(desk: Desk, session: Session, row_id: str) -> dict[str, Any]:
    history = session.rows("submissions_by_row", row_id=row_id)
    if not history:
        raise RecordError(f"Baris {row_id} tidak dikenal.")
    used = _figures_counting(desk, session, row_id, {row["submission_id"] for row in history})
    return {
        "row": row_id,
        "history": [dict(row) for row in history],
        "files": _files(desk, session, {row["submission_id"] for row in history}),
        "editions": list(used),
        "figures": used,
    }


def _figures_counting(
    desk: Desk, session: Session, row_id: str, submission_ids: Iterable[str]
) -> dict[str, list[str]]:
    """By edition, the keys of the figures that count a row, alone or as a row of a unit that is counted."""
    readings = [
        reading
        for submission_id in submission_ids
        if (reading := session.row("reading_by_id", submission_id=submission_id)) and reading["period_start"]
    ]
    periods = {reading["period_start"] for reading in readings}
    if any(reading["form_id"] == week_known.WEEK_FORMS["followups"] for reading in readings):
        # What was said last of an item stands in every week after it.
        later = (slot for slot in desk.config.calendar.publish_slots if slot.kind == "mingguan")
        periods |= {at for slot in later if (at := to_text(slot.starts_at)) > min(periods)}
    used: dict[str, list[str]] = {}
    counted: dict[tuple[str, datetime], set[str]] = {}
    for period_start in sorted(periods):
        for row in session.rows("editions_of_period", period_start=period_start):
            edition = editions.edition_by_id(session, row["edition_id"])
            key = (edition.kind, edition.as_of)
            if key not in counted:
                counted[key] = _keys_counting(desk, known_of(desk, session, edition), row_id)
            carried = counted[key] & editions.figures_of(session, edition.id).keys()
            if carried:
                used[edition.id] = sorted(carried)
    return used


def _keys_counting(desk: Desk, known: Known, row_id: str) -> set[str]:
    """The keys of all figures that count a row, among everything that was known at one instant."""
    if isinstance(known, figures.WeekKnown):
        return {
            f"{area_code}/{name}"
            for row in all_rows(known)
            if row["row_id"] == row_id
            for area_code in _areas_above(desk, row["kecamatan_code"])
            for name in figures.week_names()
            if (found := members_of(desk, known, area_code, name))
            and any(one["row_id"] == row_id for one in found.rows)
        }
    about = [row for row in (*known.rows, *known.incidents) if row["row_id"] == row_id]
    keys: set[str] = set()
    for row in about:
        small = _about_unit(known, row["unit_code"])
        for area_code in _areas_above(desk, row["area_code"], row["kecamatan_code"]):
            for name in figures.names_of(_forms(desk)[0]):
                found = figures.members(_forms(desk), small, area_code, name)
                if found and any(item["row_id"] == row_id for item in found.rows):
                    keys.add(f"{area_code}/{name}")
    return keys


def _about_unit(known: figures.AsKnown, unit_code: str) -> figures.AsKnown:
    def mine(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [row for row in rows if row["unit_code"] == unit_code]

    return replace(
        known,
        units=mine(known.units),
        rows=mine(known.rows),
        rows_used=mine(known.rows_used),
        incidents=mine(known.incidents),
        incident_units=mine(known.incident_units),
    )


def _areas_above(desk: Desk, *codes: str) -> list[str]:
    levels = ("kelurahan", "kecamatan", "kota")
    gazetteer = desk.config.gazetteer
    found = [gazetteer.ancestor(code, level) for code in codes for level in levels]  # type: ignore[arg-type]
    return sorted({area.code for area in found if area})
