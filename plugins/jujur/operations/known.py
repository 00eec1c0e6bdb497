"""What the record knew at an instant, and the figures that follow from it. Pure reading: nothing is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from jujur import figures
from jujur.domain.editions import Edition
from jujur.domain.errors import RecordError
from jujur.domain.figures import Figure, FigureStatus, GatedStatus
from jujur.domain.frames import FrameTerms
from jujur.domain.gates import GateRule, ResultsGate, is_barred
from jujur.domain.periods import to_text
from jujur.domain.polls import PollHours
from jujur.operations import week_known
from jujur.operations.desk import Desk
from jujur.operations.framing import gate_rule_of, refuse_altered_reports, thresholds_of, versions_known
from jujur.record import frames
from jujur.record.database import Session
from jujur.settings.calendar import Slot

MAIN_FORM = "pungut_hitung"
INCIDENT_FORM = "kejadian"


def main_forms_of(edition: Edition) -> tuple[str, ...]:
    """The forms that an edition counts its units by: that of the voting day, or in a week the weekly ones."""
    return tuple(week_known.WEEK_FORMS.values()) if edition.kind == "mingguan" else (MAIN_FORM,)


def frame_of(session: Session, slot: Slot, as_of: datetime) -> frames.FrozenFrame:
    """The frame that holds for a slot. Raises RecordError when none was frozen: without it there are no denominators.

    Whether it is sound is for `framing.versions_known` to say.
    """
    frame = frames.frozen_frame(session, slot.starts_at, as_of)
    if frame is None:
        raise RecordError(
            f"Kerangka wajib lapor {slot.period.day.isoformat()} belum dibekukan. Jalankan `jujur init`."
        )
    return frame


def as_known(desk: Desk, session: Session, slot: Slot, as_of: datetime, terms: FrameTerms) -> figures.AsKnown:
    """Everything known at ``as_of`` about the period of a slot, by the terms in force then."""
    at = {"period_start": to_text(slot.starts_at), "as_of": to_text(as_of)}
    return figures.AsKnown(
        units=session.rows("units_pungut_hitung", **at, form_id=MAIN_FORM, frame_version=terms.version),
        sums=session.rows("figures_pungut_hitung", **at),
        bins=session.rows(f"bins:{MAIN_FORM}", **at),
        rows=session.rows(f"rows_in_bins:{MAIN_FORM}", **at),
        rows_used=session.rows("rows_used_pungut_hitung", **at),
        incidents=session.rows("incidents", **at),
        incident_units=session.rows(
            "units_kejadian", **at, form_id=INCIDENT_FORM, frame_version=terms.version
        ),
        fresh_since=to_text(fresh_since(gate_rule_of(desk, terms), slot, as_of)),
        opens_by=polls_of(desk, terms).opens_by,
    )


def polls_of(desk: Desk, terms: FrameTerms) -> PollHours:
    """When stations are to open and voting ends, as frozen with the frame (L24, L49)."""
    limits = thresholds_of(desk, terms)
    return PollHours(limits.opening_minute, limits.closing_minute)


def fresh_since(rule: GateRule, slot: Slot, as_of: datetime) -> datetime:
    """From when data counts as fresh. A revision is about the same moment: its data did not grow old while nobody asked (P23)."""
    return aged_at(slot, as_of) - timedelta(hours=rule.data_age_limit_hours)


def aged_at(slot: Slot, as_of: datetime) -> datetime:
    """The moment that ages of data are counted at: the slot's own cut-off for every revision of it (P25)."""
    return min(as_of, slot.cut_off_at)


def compute_all(
    desk: Desk,
    session: Session,
    slot: Slot,
    as_of: datetime,
    status: FigureStatus = FigureStatus.SEMENTARA,
) -> dict[str, Figure]:
    """All figures of all areas of the desk as known at ``as_of``, each of this status."""
    terms = versions_known(session, slot.starts_at, as_of)[-1]
    refuse_altered_reports(session, terms)
    if slot.kind == "mingguan":
        fresh = fresh_since(gate_rule_of(desk, terms), slot, as_of)
        week = week_known.week_known(desk, session, slot, as_of, terms, fresh)
        return week_known.compute_week(desk, week, aged_at(slot, as_of), as_of, status)
    known = as_known(desk, session, slot, as_of, terms)
    computed = figures.compute(
        desk.config.gazetteer,
        desk.config.forms[MAIN_FORM],
        desk.config.forms[INCIDENT_FORM],
        known,
        thresholds_of(desk, terms).voters_per_tps_limit,
        as_of,
        status,
    )
    gates = figures.gate_figures(
        desk.config.gazetteer, known, aged_at(slot, as_of), gate_rule_of(desk, terms)
    )
    openings = figures.opening_figures(desk.config.gazetteer, known)
    more = gates | openings
    return computed | {key: replace(one, cut_off_at=as_of, status=status) for key, one in more.items()}


def figures_of_area(desk: Desk, everything: dict[str, Figure], area_code: str) -> dict[str, Figure]:
    """The figures that the edition of one area prints: its own and those of the areas just below."""
    codes = {area_code, *(child.code for child in desk.config.gazetteer.children(area_code))}
    return {key: figure for key, figure in everything.items() if figure.area_code in codes}


def printable(
    gate: ResultsGate, known: dict[str, Figure], edition: Edition, withheld: Collection[str]
) -> dict[str, Figure]:
    """What an edition may print: before the legal hour no results, in a take no vote figure, nor inside the file (P19).

    Never those of ``withheld`` columns, which count persons by what the law protects most (P43).
    """
    return {
        key: figure
        for key, figure in known.items()
        if not is_barred(figure.name, edition, gate) and not is_withheld(figure.name, withheld)
    }


def is_withheld(name: str, withheld: Collection[str]) -> bool:
    """True for the name of a figure of such a column."""
    return name.removeprefix("sum_").removeprefix("filled_") in withheld


def gated(
    desk: Desk, known: dict[str, Figure], edition: Edition, terms: FrameTerms
) -> tuple[GatedStatus, ...]:
    """The gated statuses of an edition, its own area's first, by the rule and the hours frozen with the frame (L49)."""
    gazetteer, area_code, rule = desk.config.gazetteer, edition.area_code, gate_rule_of(desk, terms)
    is_early = polls_of(desk, terms).is_before_closing(edition)
    if gazetteer[area_code].level == "kecamatan":
        return (figures.gate(gazetteer[area_code], known, rule, is_early),)
    kecamatan = [figures.gate(area, known, rule, is_early) for area in gazetteer.at_level("kecamatan")]
    return (figures.gate_city(gazetteer[area_code], kecamatan), *kecamatan)
