"""Of which stations there is no news about their opening, why, and whom to ask (honesty.md §3, P10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jujur import figures
from jujur.domain.annexes import OpeningGap
from jujur.domain.areas import Area
from jujur.domain.editions import Edition
from jujur.domain.frames import FrameTerms
from jujur.domain.periods import from_text, to_text
from jujur.domain.polls import Opening
from jujur.operations.desk import Desk
from jujur.operations.known import as_known
from jujur.record.database import Session

# The kinds that print who is without news.
KINDS = ("hari_h", "akhir")
REASONS = ("absent", "empty", "held", "unstated")
Known = Mapping[str, Any]


def gaps_of_area(
    desk: Desk, session: Session, area: Area, edition: Edition, terms: FrameTerms
) -> tuple[OpeningGap, ...]:
    """The stations without news of each kelurahan that has any, in official order; () for kinds that do not print them."""
    if edition.kind not in KINDS:
        return ()
    known = as_known(desk, session, desk.config.calendar.slot_of(edition), edition.as_of, terms)
    openings, heard = figures.openings_of(known), last_heard(session, edition.as_of)
    by_area: dict[str, list[Known]] = {}
    for unit in known.units:
        is_ours = f"{unit['area_code']}.".startswith(f"{area.code}.")
        if is_ours and openings[unit["unit_code"]] is Opening.UNKNOWN:
            by_area.setdefault(unit["area_code"], []).append(unit)
    return tuple(_gap(desk, code, by_area[code], heard) for code in sorted(by_area))


def last_heard(session: Session, as_of: datetime) -> dict[str, datetime]:
    """When each team last sent anything, by team."""
    rows = session.rows("last_heard", as_of=to_text(as_of))
    return {row["team_id"]: from_text(row["last_heard_at"]) for row in rows}


def _gap(desk: Desk, code: str, units: Sequence[Known], heard: Mapping[str, datetime]) -> OpeningGap:
    kecamatan = desk.config.gazetteer.ancestor(code, "kecamatan") or desk.config.gazetteer[code]
    team = desk.config.team_of_area(kecamatan.code)
    absent, empty, held, unstated = (tuple(_names(desk, units, reason)) for reason in REASONS)
    return OpeningGap(
        area=desk.config.gazetteer[code],
        kecamatan=kecamatan,
        absent_units=absent,
        empty_units=empty,
        held_units=held,
        unstated_units=unstated,
        contact_role=team.contact_role if team else "",
        last_heard_at=heard.get(team.id) if team else None,
    )


def _names(desk: Desk, units: Iterable[Known], reason: str) -> Iterable[str]:
    for unit in units:
        if _reason(unit) == reason:
            known = desk.config.gazetteer.get(unit["unit_code"])
            # A station that the configuration has lost since it was frozen with the frame is still a station (L23).
            yield known.name if known else f"TPS {unit['unit_code'][-3:]}"


def _reason(unit: Known) -> str:
    if not unit["row_count"]:
        return "absent"
    if unit["first_content_at"] is None:
        return "empty"
    return "unstated" if unit["is_used"] else "held"
