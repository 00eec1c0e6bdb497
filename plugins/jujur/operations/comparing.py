"""An edition against the slot before it: the baseline is the calendar's, nobody chooses it (P21, P22, L21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jujur.domain.editions import Edition
from jujur.domain.gates import TAKE, is_barred
from jujur.domain.periods import to_text
from jujur.domain.vintages import Break, Comparison
from jujur.figures import comparison, openings
from jujur.operations.desk import Desk
from jujur.operations.framing import results_gate_of, versions_known
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM, frame_of, polls_of
from jujur.operations.week_comparing import compare_weeks
from jujur.operations.week_known import WEEK_FORMS
from jujur.record import editions, vintages
from jujur.record.canonical import canonical_json, sha256_hex
from jujur.record.database import Session
from jujur.settings.calendar import Calendar, Slot

# The forms that reports are made of.
REPORTED = (MAIN_FORM, INCIDENT_FORM)
COMPARED = ("pemilih_dpt_j", "pengguna_total_j", "suara_sah", "suara_tidak_sah", "suara_total")


def slot_before(calendar: Calendar, slot: Slot) -> Slot | None:
    """The slot of the same kind with the newest earlier cut-off; None for the first."""
    return max(
        (one for one in calendar.publish_slots if one.kind == slot.kind and one.cut_off_at < slot.cut_off_at),
        key=lambda one: one.cut_off_at,
        default=None,
    )


def comparisons_of(
    desk: Desk, session: Session, edition: Edition
) -> tuple[tuple[Comparison, ...], tuple[Break, ...]]:
    """The change since the slot before, for the edition's own area and its kecamatan, and what breaks the series.

    Both sides are what their own editions knew: the newest revision of the slot before that was published when this edition
    was frozen. Nothing, where the calendar has no slot before.
    """
    calendar = desk.config.calendar
    slot = calendar.slot_of(edition)
    former_slot = slot_before(calendar, slot)
    if former_slot is None:
        return (), ()
    earlier = _published(session, edition, former_slot)
    version = frame_of(session, slot, edition.as_of).version
    columns = _columns(desk, session, edition)
    found: tuple[Break, ...] = ()
    obstacle = comparison.NOT_PUBLISHED
    if earlier is not None:
        then = frame_of(session, former_slot, earlier.as_of).version
        found = comparison.breaks(definition(session, earlier, then), definition(session, edition, version))
        obstacle = comparison.BROKEN if found else ""
    if slot.kind == "mingguan":
        limits = _limits(desk, session, slot, version)
        return compare_weeks(desk, session, edition, earlier, obstacle, limits), found
    baseline = comparison.Baseline(
        edition_id=earlier.id if earlier else "",
        before=_values(session, earlier, _opens_by(desk, session, former_slot, earlier)) if earlier else {},
        after=_values(session, edition, _opens_by(desk, session, slot, edition)),
        expected=_expected(session, slot, version),
        obstacle=obstacle,
    )
    gazetteer = desk.config.gazetteer
    own = gazetteer[edition.area_code]
    areas = (own, *gazetteer.at_level("kecamatan")) if own.level == "kota" else (own,)
    limits = _limits(desk, session, slot, version)
    if slot.kind == TAKE:
        return comparison.compare_openings(areas, columns, baseline, limits), found
    return comparison.compare(areas, columns, baseline, limits), found


def _columns(desk: Desk, session: Session, edition: Edition) -> dict[str, str]:
    """What is compared, with its label: no votes before the legal hour (P19); in takes of voting day the openings alone.

    Of openings each take counts its stations anew, so that a station that opened since moves from one count to another.
    """
    if edition.kind == TAKE:
        return dict(openings.COMPARED)
    terms = versions_known(session, edition.period.starts_at, edition.as_of)[-1]
    gate = results_gate_of(desk, terms)
    return {
        column.name: f"{column.group} {column.label}".strip()
        for column in desk.config.forms[MAIN_FORM].counts
        if column.name in COMPARED and not is_barred(f"sum_{column.name}", edition, gate)
    }


def _opens_by(desk: Desk, session: Session, slot: Slot, edition: Edition) -> str:
    return polls_of(desk, versions_known(session, slot.starts_at, edition.as_of)[-1]).opens_by


def definition(session: Session, edition: Edition, frame_version: int) -> dict[str, str]:
    """What an edition was made with, each part as one short text that differs as soon as the part does (P22).

    Only the forms that the report is made of count: what else teams owed on that day is no part of the series. From
    the terms frozen with its frame; where there are none, from the digest of the whole configuration: then any change of it is
    a break, since what changed cannot be told.
    """
    terms, _ = vintages.terms_of(session, edition.period.starts_at, frame_version)
    reports = session.rows(
        "frame_reports", period_start=to_text(edition.period.starts_at), frame_version=frame_version
    )
    reported = tuple(WEEK_FORMS.values()) if edition.kind == "mingguan" else REPORTED
    units = [[row["form_id"], row["unit_code"]] for row in reports if row["form_id"] in reported]
    parts = {"formulir": "forms", "aturan": "rules_version", "ambang": "thresholds", "gerbang": "gates"}
    known = {name: terms.get(key, edition.config_digest) for name, key in parts.items()}
    if "forms" in terms:
        known["formulir"] = {name: form for name, form in terms["forms"].items() if name in reported}
    return {"kerangka": _short(units), **{name: _short([value]) for name, value in known.items()}}


def _short(value: list[Any]) -> str:
    return sha256_hex(canonical_json(value))[:8]


def _limits(desk: Desk, session: Session, slot: Slot, frame_version: int) -> comparison.Limits:
    """The thresholds frozen with the frame; those that it does not know are the configuration's."""
    terms, _ = vintages.terms_of(session, slot.starts_at, frame_version)
    frozen: Mapping[str, int] = terms.get("thresholds", {})
    now = desk.config.thresholds
    return comparison.Limits(
        frozen.get("matched_percent", now.matched_percent),
        frozen.get("small_denominator", now.small_denominator),
    )


def _published(session: Session, edition: Edition, former_slot: Slot) -> Edition | None:
    """The newest revision of ``former_slot`` about the same area that was published when ``edition`` was frozen."""
    known_by = vintages.frozen_at(session, edition.id)
    found = [
        vintage.edition_id
        for vintage in vintages.of_slot(session, former_slot.kind, former_slot.period, former_slot.release_at)
        if vintage.area_code == edition.area_code
        and vintage.published_at is not None
        and vintage.published_at <= known_by
    ]
    return editions.edition_by_id(session, found[-1]) if found else None


def _values(session: Session, edition: Edition, opens_by: str) -> dict[str, comparison.Values]:
    names = {*COMPARED, *comparison.TURNOUT}
    rows = session.rows(
        "rows_used_pungut_hitung",
        form_id=MAIN_FORM,
        period_start=to_text(edition.period.starts_at),
        as_of=to_text(edition.as_of),
    )
    return {
        row["unit_code"]: {name: row[name] for name in names} | openings.as_values(row, opens_by)
        for row in rows
    }


def _expected(session: Session, slot: Slot, frame_version: int) -> dict[str, str]:
    reports = session.rows("frame_reports", period_start=to_text(slot.starts_at), frame_version=frame_version)
    return {row["unit_code"]: row["area_code"] for row in reports if row["form_id"] == MAIN_FORM}
