"""The annexes of a final report: every station, whom to ask, every earlier edition (honesty.md §3; P07, P10, P25, P26, P28)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from jujur.domain.annexes import Contact, EditionLine, Headline, UnitLine
from jujur.domain.cells import CellState
from jujur.domain.editions import Edition
from jujur.domain.frames import FrameTerms
from jujur.domain.gates import is_result
from jujur.domain.periods import from_text, to_text
from jujur.domain.reports import ReportContent
from jujur.figures import recommend
from jujur.figures.history import HEADLINES
from jujur.operations.desk import Desk
from jujur.operations.framing import results_gate_of, versions_known
from jujur.operations.known import MAIN_FORM, as_known, printable
from jujur.operations.official import official_of
from jujur.operations.opening_content import last_heard
from jujur.record import editions, vintages
from jujur.record.database import Session

# The columns of the full table; votes by validity only from the legal hour on (P19). No column by sex or disability (ADR 0049).
COLUMNS = (
    *("pemilih_dpt_j", "pengguna_total_j", "suara_sah", "suara_tidak_sah", "suara_total"),
    *("surat_suara_diterima", "surat_suara_digunakan"),
)
NOT_RECEIVED, HELD = "…", "!"
MARKS = {
    CellState.TIDAK_DIISI: "-",
    CellState.TIDAK_BERLAKU: "x",
    CellState.TIDAK_DAPAT_DIAKSES: "#",
    CellState.TIDAK_TAHU: "?",
    CellState.DITAHAN: HELD,
    CellState.DIRAHASIAKAN: "c",
}
Known = Mapping[str, Any]


def with_annexes(desk: Desk, session: Session, content: ReportContent) -> ReportContent:
    """``content`` with its annexes; only a final report has them, for the others they are in its attached tables."""
    if content.edition.kind != "akhir":
        return content
    terms = versions_known(session, content.edition.period.starts_at, content.edition.as_of)[-1]
    annexed = replace(
        content,
        units=tuple(_units(desk, session, content, terms)),
        contacts=tuple(_contacts(desk, session, content)),
        vintages=tuple(_vintages(desk, session, content.edition)),
        official=official_of(desk, session, content),
    )
    return replace(annexed, recommendations=recommend(annexed))


def _units(desk: Desk, session: Session, content: ReportContent, terms: FrameTerms) -> Iterator[UnitLine]:
    edition, gate = content.edition, results_gate_of(desk, terms)
    known = as_known(desk, session, desk.config.calendar.slot_of(edition), edition.as_of, terms)
    used = {row["unit_code"]: row for row in known.rows_used}
    columns = [name for name in COLUMNS if gate.is_open_for(edition) or not is_result(f"sum_{name}")]
    for unit in sorted(known.units, key=lambda one: (one["area_code"], one["unit_code"])):
        if f"{unit['area_code']}.".startswith(f"{content.area.code}."):
            row = used.get(unit["unit_code"]) if unit["is_used"] else None
            yield _unit(desk, unit, row, columns)


def _unit(desk: Desk, unit: Known, row: Known | None, columns: list[str]) -> UnitLine:
    area, known = desk.config.gazetteer[unit["area_code"]], desk.config.gazetteer.get(unit["unit_code"])
    first, is_held = unit["first_content_at"], bool(unit["is_held"])
    values = {name: row[name] for name in columns if row is not None and row[name] is not None}
    return UnitLine(
        code=unit["unit_code"],
        name=known.name if known else f"TPS {unit['unit_code'][-3:]}",
        area=area,
        fate=_fate(unit),
        use="dipakai" if row is not None else "ditahan" if is_held else "-",
        first_at=from_text(first) if first else None,
        opened=(row["waktu_buka"] or "") if row is not None else "",
        values=values,
        marks={name: _mark(row, is_held, name) for name in columns if name not in values},
    )


def _fate(unit: Known) -> str:
    if unit["first_content_at"] is None:
        return "baris kosong" if unit["row_count"] else "tanpa baris"
    return "tepat waktu" if unit["first_content_at"] <= unit["due_at"] else "terlambat"


def _mark(row: Known | None, is_held: bool, column: str) -> str:
    """The print mark of a cell without a number: what is not known is never a zero (P07)."""
    if row is None:
        return HELD if is_held else NOT_RECEIVED
    return MARKS[CellState(json.loads(row["states"])[column])]


def _contacts(desk: Desk, session: Session, content: ReportContent) -> Iterator[Contact]:
    heard = last_heard(session, content.edition.as_of)
    areas = content.children if content.area.level == "kota" else (content.area,)
    for area in areas:
        team = desk.config.team_of_area(area.code)
        yield Contact(area, team.contact_role if team else "", heard.get(team.id) if team else None)


def _vintages(desk: Desk, session: Session, edition: Edition) -> Iterator[EditionLine]:
    """Every other edition about this area and time that had come out, or been refused, when this one was frozen."""
    known_by = vintages.frozen_at(session, edition.id)
    for row in session.rows(
        "vintages_of_span",
        area_code=edition.area_code,
        span_start=to_text(edition.period.starts_at),
        span_end=to_text(edition.period.ends_at),
        known_by=to_text(known_by),
    ):
        if row["edition_id"] != edition.id:
            yield _line(desk, session, editions.edition_by_id(session, row["edition_id"]), row, known_by)


def _line(desk: Desk, session: Session, one: Edition, row: Known, known_by: datetime) -> EditionLine:
    calls = [call for call in vintages.errata_of(session, one.id) if call.called_at <= known_by]
    is_published = row["published_at"] is not None
    state = "ditolak" if not is_published else "ditarik" if row["withdrawn_at"] else "terbit"
    return EditionLine(
        edition_id=one.id,
        number=one.number,
        kind=one.kind,
        revision=one.revision,
        opens_at=one.period.starts_at,
        as_of=one.as_of,
        release_at=one.release_at,
        settled_at=from_text(row["published_at"] or row["rejected_at"]),
        state=state,
        sha256=row["published_sha256"] or "",
        misled=sum(call.earlier_edition_id == one.id for call in calls),
        changes=vintages.changes_of(session, one.id) if is_published else (),
        headlines=tuple(_headlines(desk, session, one)) if is_published else (),
    )


def _headlines(desk: Desk, session: Session, one: Edition) -> Iterator[Headline]:
    """What it printed then: nothing that its own legal hour kept back is told afterwards as if it had been said (P19)."""
    terms = versions_known(session, one.period.starts_at, one.as_of)[-1]
    said = printable(
        results_gate_of(desk, terms),
        editions.figures_of(session, one.id),
        one,
        desk.config.forms[MAIN_FORM].withheld,
    )
    for name in HEADLINES:
        figure = said.get(f"{one.area_code}/{name}")
        if figure is not None:
            yield Headline(name, figure.label, figure.value, figure.k, figure.n, figure.N, figure.denominator)
