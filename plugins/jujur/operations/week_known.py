"""What the record knew of a week, for both calculators. Pure reading: nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jujur import figures
from jujur.domain.figures import Figure, FigureStatus
from jujur.domain.forms import Form
from jujur.domain.frames import FrameCoverage, FrameTerms
from jujur.domain.periods import WIB, to_text
from jujur.figures.second import PlainForm, PlainPeriod
from jujur.figures.second_week import PlainWeek
from jujur.operations.desk import Desk
from jujur.operations.followups import carrying_rule
from jujur.record.database import Session
from jujur.record.form_rows import rows_before
from jujur.settings.calendar import Slot

# The forms that a weekly report is made of, by the part of the report that they are.
WEEK_FORMS = {"stages": "tahapan", "neutrality": "netralitas", "followups": "tindak_lanjut"}
INCIDENT_FORM = "kejadian"
Known = Sequence[Mapping[str, Any]]


def forms_of_week(desk: Desk) -> dict[str, Form]:
    """The forms of a weekly report by part."""
    return {part: desk.config.forms[form_id] for part, form_id in WEEK_FORMS.items()}


def coverage_of_week(
    session: Session, slot: Slot, frame_version: int, area_codes: Sequence[str]
) -> list[FrameCoverage]:
    """How many weekly forms of each area came by the cut-off of a slot, and how many in time."""
    at = {"period_start": to_text(slot.starts_at), "as_of": to_text(slot.cut_off_at)}
    rows = [
        row
        for form_id in WEEK_FORMS.values()
        for row in session.rows("units_kejadian", **at, form_id=form_id, frame_version=frame_version)
    ]
    found = []
    for code in area_codes:
        owed = [row for row in rows if f"{row['unit_code']}.".startswith(f"{code}.")]
        came = [row for row in owed if row["received_at"] is not None]
        timely = [row for row in came if row["received_at"] <= row["due_at"]]
        found.append(FrameCoverage(frame_version, code, len(owed), len(came), len(timely)))
    return found


def closing_states(desk: Desk) -> frozenset[str]:
    """The states that close an item of the follow-up form."""
    rule = carrying_rule(desk, WEEK_FORMS["followups"])
    return frozenset(rule.terms["closed"]) if rule else frozenset()


def item_rows(session: Session, slot: Slot, as_of: datetime) -> Known:
    """Every row of the follow-up form about this week or an earlier one, with its bin as known, oldest first."""
    return session.rows("week_followups", before=to_text(slot.ends_at), as_of=to_text(as_of))


def week_known(
    desk: Desk, session: Session, slot: Slot, as_of: datetime, terms: FrameTerms, fresh_since: datetime
) -> figures.WeekKnown:
    """Everything known at ``as_of`` about the week of a slot, by the terms in force then."""
    at = {"period_start": to_text(slot.starts_at), "as_of": to_text(as_of)}

    def units(form_id: str) -> Known:
        return session.rows("units_kejadian", **at, form_id=form_id, frame_version=terms.version)

    return figures.WeekKnown(
        units={part: units(form_id) for part, form_id in WEEK_FORMS.items()},
        rows={part: session.rows(f"rows_in_bins:{form_id}", **at) for part, form_id in WEEK_FORMS.items()},
        stages=session.rows("week_stages", **at),
        allegations=session.rows("week_allegations", **at),
        items=item_rows(session, slot, as_of),
        incidents=figures.AsKnown(
            units=(),
            sums=(),
            bins=(),
            rows=(),
            rows_used=(),
            incidents=session.rows("incidents", **at),
            incident_units=units(INCIDENT_FORM),
        ),
        opens_at=at["period_start"],
        fresh_since=to_text(fresh_since),
        today=wib_day(as_of),
        closed=closing_states(desk),
    )


def wib_day(instant: datetime) -> str:
    """The day of an instant in WIB as an ISO date: an item is overdue from the day after its due day."""
    return instant.astimezone(WIB).date().isoformat()


def compute_week(
    desk: Desk, known: figures.WeekKnown, aged_at: datetime, as_of: datetime, status: FigureStatus
) -> dict[str, Figure]:
    """All figures of the city and every kecamatan."""
    return figures.compute_week(
        desk.config.gazetteer,
        forms_of_week(desk),
        desk.config.forms[INCIDENT_FORM],
        known,
        aged_at,
        as_of,
        status,
    )


def plain_week(desk: Desk, session: Session, slot: Slot, as_of: datetime, period: PlainPeriod) -> PlainWeek:
    """What the second calculator is given about a week (:mod:`jujur.figures.second_week`)."""
    plain, order = {}, dict[str, int]()
    for part, form in forms_of_week(desk).items():
        rows = rows_before(session, form, slot.ends_at)
        dispositions: list[Mapping[str, Any]] = []
        received: dict[str, str] = {}
        for starts_at in sorted({row["period_start"] for row in rows}):
            dispositions += session.rows("plain_dispositions", form_id=form.id, period_start=starts_at)
            for one in session.rows("plain_readings", period_start=starts_at):
                if one["form_id"] == form.id:
                    received[one["submission_id"]] = one["received_at"]
                    order[one["submission_id"]] = one["submission_seq"]
        cells = [column.name for column in form.data_columns]
        plain[part] = PlainForm(form.id, rows, dispositions, received, (), cells)
    return PlainWeek(period, **plain, order=order, closed=closing_states(desk), today=wib_day(as_of))
