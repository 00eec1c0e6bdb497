"""What the record knew at an instant, and the figures that follow from it. Pure reading: nothing is written."""

from __future__ import annotations

from datetime import datetime

from jujur import figures
from jujur.domain.editions import Edition
from jujur.domain.errors import RecordError
from jujur.domain.figures import Figure, GatedStatus
from jujur.domain.gates import GateRule, ResultsGate, is_result
from jujur.domain.periods import to_text
from jujur.operations.desk import Desk
from jujur.operations.framing import gate_rule_of, refuse_altered_reports, thresholds_of, versions_known
from jujur.record import frames
from jujur.record.database import Session
from jujur.settings.calendar import Slot

MAIN_FORM = "pungut_hitung"
INCIDENT_FORM = "kejadian"


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


def as_known(session: Session, slot: Slot, as_of: datetime, frame_version: int) -> figures.AsKnown:
    """Everything known at ``as_of`` about the period of a slot."""
    at = {"period_start": to_text(slot.starts_at), "as_of": to_text(as_of)}
    main = {**at, "form_id": MAIN_FORM}
    incident = {**at, "form_id": INCIDENT_FORM}
    return figures.AsKnown(
        units=session.rows("units_pungut_hitung", **main, frame_version=frame_version),
        sums=session.rows("figures_pungut_hitung", **main),
        bins=session.rows(f"bins:{MAIN_FORM}", **main),
        rows_used=session.rows("rows_used_pungut_hitung", **main),
        incidents=session.rows("incidents", **incident),
        incident_units=session.rows("units_kejadian", **incident, frame_version=frame_version),
    )


def compute_all(desk: Desk, session: Session, slot: Slot, as_of: datetime) -> dict[str, Figure]:
    """All figures of all areas of the desk as known at ``as_of``."""
    terms = versions_known(session, slot.starts_at, as_of)[-1]
    refuse_altered_reports(session, terms)
    known = as_known(session, slot, as_of, terms.version)
    form, limits = desk.config.forms[MAIN_FORM], thresholds_of(desk, terms)
    # A revision is about the same moment: its data did not grow old while nobody asked (P23, P25).
    aged_at = min(as_of, slot.cut_off_at)
    computed = figures.compute(desk.config.gazetteer, form, known, limits.voters_per_tps_limit)
    return computed | figures.gate_figures(desk.config.gazetteer, known, aged_at, gate_rule_of(desk, terms))


def figures_of_area(desk: Desk, everything: dict[str, Figure], area_code: str) -> dict[str, Figure]:
    """The figures that the edition of one area prints: its own and those of the areas just below."""
    codes = {area_code, *(child.code for child in desk.config.gazetteer.children(area_code))}
    return {key: figure for key, figure in everything.items() if figure.area_code in codes}


def printable(gate: ResultsGate, known: dict[str, Figure], edition: Edition) -> dict[str, Figure]:
    """The figures that an edition may print: before the legal hour there are no results among them, nor inside the file (P19)."""
    is_open = gate.is_open_for(edition)
    return {key: figure for key, figure in known.items() if is_open or not is_result(figure.name)}


def gated(desk: Desk, known: dict[str, Figure], area_code: str, rule: GateRule) -> tuple[GatedStatus, ...]:
    """The gated statuses of an edition, its own area's first, by the rule frozen with the frame (L49)."""
    gazetteer = desk.config.gazetteer
    if gazetteer[area_code].level == "kecamatan":
        return (figures.gate(gazetteer[area_code], known, rule),)
    kecamatan = [figures.gate(area, known, rule) for area in gazetteer.at_level("kecamatan")]
    return (figures.gate_city(gazetteer[area_code], kecamatan), *kecamatan)
