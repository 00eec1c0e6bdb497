"""Two calculators, one answer, or no edition (P34, P46)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jujur import figures
from jujur.domain.errors import CalculatorsDisagree
from jujur.domain.figures import Figure, FigureStatus
from jujur.domain.forms import Form
from jujur.domain.periods import to_text
from jujur.figures.second import PlainForm, PlainPeriod, Recount, recount
from jujur.figures.second_week import PlainWeek, recount_week
from jujur.operations import week_known
from jujur.operations.desk import Desk
from jujur.operations.framing import gate_rule_of, thresholds_of, versions_known
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM, aged_at, compute_all, fresh_since, polls_of
from jujur.record import ledger
from jujur.record.database import Session
from jujur.record.form_rows import rows_of_period
from jujur.settings.calendar import Slot

# How many differences an officer is told at once; the ledger has their number.
SHOWN = 5


def agreed_figures(
    desk: Desk,
    session: Session,
    slot: Slot,
    as_of: datetime,
    status: FigureStatus = FigureStatus.SEMENTARA,
) -> dict[str, Figure]:
    """All figures of all areas as known at ``as_of``, on which both calculators agree.

    Raises CalculatorsDisagree naming the first figures that differ; nothing may be published then.
    """
    first = compute_all(desk, session, slot, as_of, status)
    found = figures.disagreements(first, second_opinion(desk, session, slot, as_of))
    if found:
        raise CalculatorsDisagree(
            f"Dua mesin hitung tidak sepakat tentang {len(found)} angka (P34): {'; '.join(found[:SHOWN])}.",
            tuple(found),
        )
    return first


def second_opinion(desk: Desk, session: Session, slot: Slot, as_of: datetime) -> dict[str, Recount]:
    """Every figure once more, from plain rows (:mod:`jujur.figures.second`)."""
    plain = plain_data(desk, session, slot, as_of)
    return recount_week(plain) if isinstance(plain, PlainWeek) else recount(plain)


def plain_data(desk: Desk, session: Session, slot: Slot, as_of: datetime) -> PlainPeriod | PlainWeek:
    """What the second calculator is given about a slot as known at ``as_of``: rows as they stand, nothing chosen or added up."""
    starts_at = to_text(slot.starts_at)
    gazetteer = desk.config.gazetteer
    terms = versions_known(session, slot.starts_at, as_of)[-1]
    readings = session.rows("plain_readings", period_start=starts_at)
    period = PlainPeriod(
        areas={
            area.code: area.level
            for area in (
                gazetteer.city,
                *gazetteer.at_level("kecamatan"),
                *gazetteer.at_level("kelurahan"),
            )
        },
        expected=session.rows("frame_reports", period_start=starts_at, frame_version=terms.version),
        readings=readings,
        main=_plain(session, desk.config.forms[MAIN_FORM], slot, readings),
        incidents=_plain(session, desk.config.forms[INCIDENT_FORM], slot, readings),
        voters_per_unit=thresholds_of(desk, terms).voters_per_tps_limit,
        as_of=to_text(as_of),
        opens_at=starts_at,
        aged_at=to_text(aged_at(slot, as_of)),
        fresh_since=to_text(fresh_since(gate_rule_of(desk, terms), slot, as_of)),
        opens_by=polls_of(desk, terms).opens_by,
        withdrawn={row["subject"]: row["decided_at"] for row in session.rows("withdrawn_submissions")},
    )
    if slot.kind == "mingguan":
        return week_known.plain_week(desk, session, slot, as_of, period)
    return period


def _plain(session: Session, form: Form, slot: Slot, readings: Sequence[Mapping[str, Any]]) -> PlainForm:
    return PlainForm(
        id=form.id,
        rows=rows_of_period(session, form, slot.starts_at),
        dispositions=session.rows(
            "plain_dispositions", form_id=form.id, period_start=to_text(slot.starts_at)
        ),
        received={row["submission_id"]: row["received_at"] for row in readings if row["form_id"] == form.id},
        counts=[column.name for column in form.counts],
        cells=[column.name for column in form.data_columns],
    )


def note_disagreement(desk: Desk, edition_ids: Sequence[str], error: CalculatorsDisagree) -> None:
    """Enters that editions were blocked because the calculators differ, in a transaction of its own."""
    with desk.database.writing() as session:
        ledger.append(
            session,
            desk.now(),
            "desk",
            "calculators_disagree",
            {
                "editions": list(edition_ids),
                "differences": len(error.differences),
                "first": list(error.differences[:SHOWN]),
            },
        )
