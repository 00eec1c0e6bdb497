"""What the record knew at an instant, and the figures that follow from it. Pure reading: nothing is written."""

from __future__ import annotations

from datetime import datetime

from jujur import figures
from jujur.domain.errors import RecordError
from jujur.domain.figures import Figure, FigureStatus, GatedStatus
from jujur.domain.periods import to_text
from jujur.operations.desk import Desk
from jujur.record import frames
from jujur.record.database import Session
from jujur.settings.calendar import Slot

MAIN_FORM = "pungut_hitung"
INCIDENT_FORM = "kejadian"


def frame_of(session: Session, slot: Slot, as_of: datetime) -> frames.FrozenFrame:
    """The frame that holds for a slot. Raises RecordError when none was frozen: without it there are no denominators."""
    frame = frames.frozen_frame(session, slot.starts_at, as_of)
    if frame is None:
        raise RecordError(
            f"Kerangka wajib lapor {slot.period.day.isoformat()} belum dibekukan. Jalankan `jujur init`."
        )
    return frame


def as_known(session: Session, slot: Slot, as_of: datetime, frame_version: int) -> figures.AsKnown:
    """Everything known at ``as_of`` about the period of a slot."""
    at = {"period_start": to_text(slot.starts_at), "as_of": to_text(as_of)}
    return figures.AsKnown(
        units=session.rows("units_pungut_hitung", **at, form_id=MAIN_FORM, frame_version=frame_version),
        sums=session.rows("figures_pungut_hitung", **at),
        bins=session.rows(f"bins:{MAIN_FORM}", **at),
        rows=session.rows(f"rows_in_bins:{MAIN_FORM}", **at),
        rows_used=session.rows("rows_used_pungut_hitung", **at),
        incidents=session.rows("incidents", **at),
        incident_units=session.rows(
            "units_kejadian", **at, form_id=INCIDENT_FORM, frame_version=frame_version
        ),
    )


def compute_all(
    desk: Desk,
    session: Session,
    slot: Slot,
    as_of: datetime,
    status: FigureStatus = FigureStatus.SEMENTARA,
) -> dict[str, Figure]:
    """All figures of all areas of the desk as known at ``as_of``, each of this status."""
    frame = frame_of(session, slot, as_of)
    return figures.compute(
        desk.config.gazetteer,
        desk.config.forms[MAIN_FORM],
        desk.config.forms[INCIDENT_FORM],
        as_known(session, slot, as_of, frame.version),
        desk.config.thresholds.voters_per_tps_limit,
        as_of,
        status,
    )


def figures_of_area(desk: Desk, everything: dict[str, Figure], area_code: str) -> dict[str, Figure]:
    """The figures that the edition of one area prints: its own and those of the areas just below."""
    codes = {area_code, *(child.code for child in desk.config.gazetteer.children(area_code))}
    return {key: figure for key, figure in everything.items() if figure.area_code in codes}


def gated(desk: Desk, known: dict[str, Figure], area_code: str) -> tuple[GatedStatus, ...]:
    """The gated statuses of an edition, its own area's first."""
    gazetteer = desk.config.gazetteer
    threshold = desk.config.thresholds.coverage_percent
    if gazetteer[area_code].level == "kecamatan":
        return (figures.gate(gazetteer[area_code], known, threshold),)
    kecamatan = [figures.gate(area, known, threshold) for area in gazetteer.at_level("kecamatan")]
    return (figures.gate_city(gazetteer[area_code], kecamatan), *kecamatan)
