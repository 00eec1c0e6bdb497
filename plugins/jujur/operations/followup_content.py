"""The follow-ups that an edition prints: every item ever accepted, with what became of it (section 8 of the anatomy)."""

from __future__ import annotations

from datetime import datetime

from jujur.domain.areas import Area
from jujur.domain.editions import Edition
from jujur.domain.periods import WIB, from_text
from jujur.domain.reports import FollowUp
from jujur.operations.desk import Desk
from jujur.operations.followups import Carried, carrying_rule, newest_items
from jujur.record.database import Session

FORM = "tindak_lanjut"


def items_of_area(desk: Desk, session: Session, area: Area, edition: Edition) -> tuple[FollowUp, ...]:
    """The items of the area of an edition as known at its cut-off, by kecamatan and code; () for a desk without the form.

    An item is overdue when its due day lies before the day of the cut-off (WIB).
    """
    form, rule = desk.config.forms.get(FORM), carrying_rule(desk, FORM) if FORM in desk.config.forms else None
    if form is None or rule is None:
        return ()
    found = newest_items(session, form, edition.period.ends_at, edition.as_of)
    mine = [one for one in found if f"{one.kecamatan_code}.".startswith(f"{area.code}.")]
    closed = frozenset(rule.terms["closed"])
    items = [_item(desk, one, str(rule.terms["status"]), closed, edition.as_of) for one in mine]
    return tuple(sorted(items, key=lambda item: (item.kecamatan.code, item.code)))


def _item(desk: Desk, one: Carried, status: str, closed: frozenset[str], as_of: datetime) -> FollowUp:
    day = one.values.get("batas_waktu")
    due_at = datetime.fromisoformat(str(day)[:10]).replace(tzinfo=WIB) if day else None
    is_late = due_at is not None and due_at.date() < as_of.astimezone(WIB).date()
    is_closed = one.values.get(status) in closed
    return FollowUp(
        kecamatan=desk.config.gazetteer[one.kecamatan_code],
        code=one.item_code,
        task=str(one.values.get("uraian", "")).strip().rstrip("."),
        office=str(one.values.get("penanggung_jawab", "")).strip(),
        due_at=due_at,
        state="ditutup" if is_closed else "lewat waktu" if is_late else "terbuka",
        said_at=from_text(one.period_start),
    )
