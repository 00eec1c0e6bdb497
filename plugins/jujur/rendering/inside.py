"""What of an edition's content travels inside it: enough to print it again, and nothing that the page keeps back (P35, P43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jujur.domain.acts import OfficerAct
from jujur.domain.enclosures import Enclosure
from jujur.domain.reports import Accountable, HeldRow, Incident, ReportContent
from jujur.domain.transcript import to_plain
from jujur.rendering.evidence import canonical
from jujur.rendering.language import is_translating, spoken_language
from jujur.rendering.masking import masked
from jujur.rendering.weeks import carriable_week

CONTENT_NAME = "content.json"
SCHEMA = "jujur/content/1"


def content_file(content: ReportContent) -> Enclosure:
    """``content.json``: everything that the page is made of, beside the figures and the other enclosures."""
    written = {"schema": SCHEMA, "content": to_plain(content)}
    # The prevailing language needs no mention, so that what was printed before there was another stays what it was.
    text = canonical(written | ({"language": spoken_language()} if is_translating() else {}))
    return Enclosure(CONTENT_NAME, "Isi laporan, untuk mencetaknya kembali", "Source", text, False)


def carriable(content: ReportContent) -> ReportContent:
    """``content`` with other people's words as they are printed, and officers by office: the page itself says no more.

    Masking a masked text changes nothing, so an edition made from this is the edition.
    """
    return replace(
        content,
        held=tuple(_held(row) for row in content.held),
        incidents=tuple(_incident(one) for one in content.incidents),
        decisions=tuple(_accountable(one) for one in content.decisions),
        refusals=tuple(_accountable(one) for one in content.refusals),
        acts=tuple(_act(one) for one in content.acts),
        clock_shifts=tuple(replace(one, reason=masked(one.reason)) for one in content.clock_shifts),
        frame_versions=tuple(replace(one, reason=masked(one.reason)) for one in content.frame_versions),
        comparisons=tuple(replace(one, obstacle=masked(one.obstacle)) for one in content.comparisons),
        flags=tuple(
            replace(one, subject=masked(one.subject), text=masked(one.text)) for one in content.flags
        ),
        # A map has no order of its own.
        boundaries=tuple(sorted(content.boundaries, key=lambda one: one.area_code)),
        opening_gaps=tuple(
            replace(one, contact_role=masked(one.contact_role)) for one in content.opening_gaps
        ),
        contacts=tuple(replace(one, role=masked(one.role)) for one in content.contacts),
        silent=tuple(replace(one, contact_role=masked(one.contact_role)) for one in content.silent),
        week=carriable_week(content.week),
    )


def _held(row: HeldRow) -> HeldRow:
    return replace(row, reasons=tuple(masked(reason) for reason in row.reasons))


def _incident(one: Incident) -> Incident:
    return replace(
        one,
        place=masked(one.place),
        category=masked(one.category),
        how_known=masked(one.how_known),
        description=masked(one.description),
        follow_up=masked(one.follow_up),
    )


def _accountable(one: Accountable) -> Accountable:
    return replace(one, decision=replace(one.decision, actor=one.office, reason=masked(one.decision.reason)))


def _act(act: OfficerAct) -> OfficerAct:
    """What was asked for in passing stays in the record; what was set is on the page."""
    cells = {
        column: {side: _cell(cell[side]) for side in ("before", "after")}
        for column, cell in (act.detail.get("cells") or {}).items()
    }
    kept = {name: act.detail[name] for name in ("new_row",) if name in act.detail}
    return replace(act, reason=masked(act.reason), detail={**kept, **({"cells": cells} if cells else {})})


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    value = cell.get("value")
    return {**cell, "value": masked(value) if isinstance(value, str) else value}
