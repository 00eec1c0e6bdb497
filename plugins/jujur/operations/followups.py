"""Items that are carried from report to report until they are closed with a reason (form ``tindak_lanjut``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.operations.desk import Desk
from jujur.record.database import Session
from jujur.record.form_rows import Span, accepted_rows

CARRIED = "carried_on"
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Carried:
    """One open item as it was last accepted: ``values`` by column name, only those that hold a value."""

    kecamatan_code: str
    item_code: str
    period_start: str
    values: Mapping[str, str | int]


def carrying_rule(desk: Desk, form_id: str) -> Rule | None:
    """The rule that says what an open item of this form is, if its items are carried on."""
    return next((rule for rule in desk.config.rules[form_id] if rule.check == CARRIED), None)


def open_items(
    desk: Desk, session: Session, form: Form, before: datetime, as_of: datetime, area_code: str | None = None
) -> list[Carried]:
    """Every item that was open when it was last accepted in a period before ``before``, oldest first.

    An item that a later report left out stays open: silence closes nothing.
    """
    rule = carrying_rule(desk, form.id)
    if rule is None:
        return []
    closed = set(rule.terms["closed"])
    known = newest_items(session, form, before, as_of, area_code)
    return [item for item in known if item.values.get(rule.terms["status"]) not in closed]


def newest_items(
    session: Session, form: Form, before: datetime, as_of: datetime, area_code: str | None = None
) -> list[Carried]:
    """Every item, open or closed, as it was last accepted in a period before ``before``, oldest first."""
    span = Span(_EVER, before, as_of, (area_code,) if area_code else None)
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in accepted_rows(session, form, [column.name for column in form.columns], span):
        if row["item_code"]:
            newest[(row["kecamatan_code"], row["item_code"])] = row
    return [
        Carried(
            kecamatan_code,
            item_code,
            row["period_start"],
            {column.name: row[column.name] for column in form.columns if row[column.name] is not None},
        )
        for (kecamatan_code, item_code), row in newest.items()
    ]
