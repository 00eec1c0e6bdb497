"""Flags and spot checks of an edition, as known at its cut-off (P44, P45). No figure depends on either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from jujur.domain.areas import Area
from jujur.domain.findings import Bin
from jujur.domain.flags import Flag, SpotCheck, SpotCheckColumn
from jujur.domain.forms import Form
from jujur.domain.periods import from_text, to_text
from jujur.domain.sender_clocks import clock_skew, written_early
from jujur.figures import sampling
from jujur.figures.flags import FlagLimits, SeenFile, SeenForm, SeenRow, bulk_sending, flags_of_form
from jujur.operations.desk import Desk
from jujur.operations.framing import thresholds_known
from jujur.operations.spot_check import can_be_recounted
from jujur.record import frames, spot_checks
from jujur.record.database import Session
from jujur.record.seen_rows import seen_rows
from jujur.record.submissions import submissions_of_period
from jujur.settings.calendar import ReportingPeriod
from jujur.settings.thresholds import Thresholds

# Where one look gives every file that lies there the same time of receipt.
LOOKED_INTO = ("inbox",)


def flags_of_area(
    desk: Desk, session: Session, area: Area, starts_at: datetime, ends_at: datetime, as_of: datetime
) -> tuple[Flag, ...]:
    """The flags that the edition of ``area`` prints about the reporting period of these ends: those on the area or inside it."""
    periods = [
        period
        for period in desk.config.calendar.reporting_periods
        if (period.starts_at, period.ends_at) == (starts_at, ends_at)
    ]
    return tuple(
        flag
        for period in periods
        for flag in flags_of_period(desk, session, period, as_of)
        if flag.area_code == area.code or flag.area_code.startswith(f"{area.code}.")
    )


def flags_of_period(
    desk: Desk, session: Session, period: ReportingPeriod, as_of: datetime
) -> tuple[Flag, ...]:
    """All flags about one reporting period, as known at ``as_of``: by kind, area and subject."""
    thresholds = thresholds_known(desk, session, period.starts_at, as_of)
    limits = limits_of(thresholds)
    names = {area.code: area.name for area in desk.config.gazetteer.at_level("kecamatan")}
    found: list[Flag] = []
    for form in (desk.config.forms[form_id] for form_id in period.forms):
        series = _series(desk, period, form, limits.streak_periods)
        files = [_files(session, form, item, as_of) for item in series]
        rows: list[list[SeenRow]] = []
        if not form.is_event and form.counts:
            rows = [_rows(session, form, item, as_of) for item in series]
        nil = [[file for file in one if file.is_nil] for one in files]
        labels = [column.group or column.label for column in form.counts]
        seen = SeenForm(form.id, rows[0] if rows else (), names, labels, rows[1:], nil)
        found += flags_of_form(seen, limits)
    # Files of all forms of the period together: a minute does not ask which form came in it.
    sent = [
        file
        for form_id in period.forms
        for file in _files(session, desk.config.forms[form_id], period, as_of)
    ]
    found += bulk_sending(sent, limits, names, desk.config.gazetteer.city.code)
    found += _clocks(desk, session, period, as_of, timedelta(minutes=thresholds.clock_skew_limit_minutes))
    return tuple(sorted(found, key=lambda flag: (flag.kind, flag.area_code, flag.subject)))


def _clocks(
    desk: Desk, session: Session, period: ReportingPeriod, as_of: datetime, limit: timedelta
) -> list[Flag]:
    """What senders' own clocks say of the files about a period (P24)."""
    files = submissions_of_period(session, period.starts_at, as_of)
    area_by_team = {team.id: team.area_code for team in desk.config.teams}
    return [*clock_skew(files, limit, area_by_team), *written_early(files, area_by_team)]


def limits_of(thresholds: Thresholds) -> FlagLimits:
    """The limits for flags: each is the threshold of the same name behind ``flag_``, but that of P06."""
    value = thresholds.value
    own = {
        item.name: value(f"flag_{item.name}")
        for item in fields(FlagLimits)
        if item.name != "small_denominator"
    }
    return FlagLimits(**own, small_denominator=value("small_denominator"))


def _series(desk: Desk, period: ReportingPeriod, form: Form, wanted: int) -> list[ReportingPeriod]:
    """This period and those of its kind before it, the newest first, so many as a streak needs.

    Of its kind: whole periods follow whole periods, and the takes of a day those of the same day.
    """
    same = [item for item in desk.config.calendar.reporting_periods if form.id in item.forms]

    def whole(item: ReportingPeriod) -> ReportingPeriod | None:
        """The longer period around a take, None for one that is whole itself."""
        around = (
            other
            for other in same
            if other is not item and other.starts_at <= item.starts_at and item.ends_at <= other.ends_at
        )
        return next(around, None)

    kind = whole(period)
    before = [item for item in same if item.starts_at < period.starts_at and whole(item) is kind]
    return [period, *reversed(before)][:wanted]


def _rows(session: Session, form: Form, period: ReportingPeriod, as_of: datetime) -> list[SeenRow]:
    names = [column.name for column in form.counts]
    return [
        SeenRow(
            row_id=row["row_id"],
            unit_code=row["unit_code"],
            kecamatan_code=row["kecamatan_code"],
            team_id=row["team_id"],
            arrival=(row["submission_seq"], row["row_number"]),
            counts=tuple(row[name] for name in names),
            is_accepted=row["bin"] == Bin.ACCEPTED.value,
        )
        for row in seen_rows(session, form, period.starts_at, as_of)
    ]


def _files(session: Session, form: Form, period: ReportingPeriod, as_of: datetime) -> list[SeenFile]:
    rows = session.rows("files_of_period", period_start=to_text(period.starts_at), as_of=to_text(as_of))
    return [
        SeenFile(
            submission_id=row["submission_id"],
            team_id=row["team_id"],
            area_code=row["area_code"],
            received_at=from_text(row["received_at"]),
            is_stamped_alone=row["channel"] not in LOOKED_INTO,
            is_nil=bool(row["is_nil"]),
        )
        for row in rows
        # What officers' decisions made of received rows was not sent by anybody.
        if row["form_id"] == form.id and row["channel"] != "petugas"
    ]


def spot_checks_of_area(
    desk: Desk, session: Session, area: Area, form: Form, starts_at: datetime, as_of: datetime
) -> tuple[SpotCheck, ...]:
    """The spot check of an edition's area and, for the city, of each kecamatan; () when none was ever committed to."""
    period = desk.config.calendar.reporting_period_of(form.id, starts_at)
    if period is None or not can_be_recounted(form):
        return ()
    commitment = spot_checks.commitments(session, period.id, as_of).get((period.id, form.id))
    if commitment is None:
        return ()
    made = spot_checks.draws(session, period.id, as_of).get((period.id, form.id))
    units = _population(session, form, period, made, as_of)
    recounts = [
        sampling.Recount(row["unit_code"], row["column_name"], row["reported"], row["recounted"])
        for row in spot_checks.results(session, form.id, starts_at, as_of)
    ]
    areas = (
        area,
        *(child for child in desk.config.gazetteer.children(area.code) if child.level == "kecamatan"),
    )
    return tuple(
        _spot_check(form, one, commitment, made, units, list(_inside(desk, recounts, one))) for one in areas
    )


def _population(
    session: Session, form: Form, period: ReportingPeriod, made: spot_checks.Draw | None, as_of: datetime
) -> dict[str, str]:
    """The reporting units that were drawn from; before the draw, those that have reported so far."""
    if made:
        return spot_checks.reporting_units(session, form.id, period.starts_at, made.frame_version, made.as_of)
    frame = frames.frozen_frame(session, period.starts_at, as_of)
    version = frame.version if frame else 0
    return spot_checks.reporting_units(session, form.id, period.starts_at, version, as_of)


def _inside(desk: Desk, recounts: Iterable[sampling.Recount], area: Area) -> Iterator[sampling.Recount]:
    for item in recounts:
        found = desk.config.gazetteer.ancestor(item.unit_code, area.level)
        if found and found.code == area.code:
            yield item


def _spot_check(
    form: Form,
    area: Area,
    commitment: spot_checks.Commitment,
    made: spot_checks.Draw | None,
    units: dict[str, str],
    recounts: Sequence[sampling.Recount],
) -> SpotCheck:
    inside = {unit for unit, code in units.items() if code == area.code or code.startswith(f"{area.code}.")}
    total = sampling.verification(recounts)
    return SpotCheck(
        area_code=area.code,
        seed_digest=commitment.seed_digest,
        committed_at=commitment.committed_at,
        reporting=len(inside),
        drawn=len(inside.intersection(made.sample)) if made else 0,
        checked=total.checked,
        recounted=total.recounted,
        reported=total.reported,
        factor=total.factor,
        compared=total.compared,
        differing=total.differing,
        columns=tuple(_columns(form, recounts)),
    )


def _columns(form: Form, recounts: Sequence[sampling.Recount]) -> Iterator[SpotCheckColumn]:
    for column in form.counts:
        found = sampling.verification(item for item in recounts if item.column_name == column.name)
        if found.compared:
            label = f"{column.group} {column.label}".strip()
            yield SpotCheckColumn(
                column.name, label, found.compared, found.recounted, found.reported, found.factor
            )


def as_plain(flag: Flag) -> dict[str, Any]:
    """A flag as one JSON object."""
    return {item.name: getattr(flag, item.name) for item in fields(flag)}
