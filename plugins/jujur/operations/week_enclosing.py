"""What travels inside a weekly edition so that it can be recomputed: rows of the weekly forms, and every row of an item (P36).

An item's code is a team's own text: it travels as a digest, which is enough to tell items apart (P43).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jujur.domain.forms import Form
from jujur.operations.desk import Desk
from jujur.operations.week_known import INCIDENT_FORM, WEEK_FORMS, closing_states, forms_of_week, wib_day
from jujur.operations.week_known import item_rows as known_items
from jujur.record.canonical import sha256_hex
from jujur.record.database import Session
from jujur.settings.calendar import Slot

ITEMS = WEEK_FORMS["followups"]
# Which week a row is about, in which order its file came, the item, and its due date; presence of what is not carried.
OWN_COLUMNS = ("period_start", "submission_seq", "item", "batas_waktu", "koordinasi_tanggal")


def values_of_week(forms: Sequence[Form]) -> list[str]:
    """The columns of ``data.csv`` beside those that every row has: choices and dates, no free text."""
    choices = (column.name for form in forms for column in form.columns if column.kind == "choice")
    return list(dict.fromkeys((*OWN_COLUMNS, *choices)))


def method_of_week(desk: Desk, method: Mapping[str, Any], as_of: datetime) -> dict[str, Any]:
    """How a week is counted, by the parts that a reader needs to find the same figures."""
    forms = forms_of_week(desk)
    incidents = desk.config.forms[INCIDENT_FORM]
    return {
        **method,
        "kind": "mingguan",
        "counts": [],
        "forms": {**{part: form.id for part, form in forms.items()}, "incidents": incidents.id},
        "cells": {
            form.id: [column.name for column in form.data_columns] for form in (*forms.values(), incidents)
        },
        "closed": sorted(closing_states(desk)),
        "today": wib_day(as_of),
    }


def item_rows(
    session: Session, slot: Slot, as_of: datetime, area_codes: Sequence[str]
) -> list[dict[str, Any]]:
    """Every row about an item in these areas, of this week and all before it, in the shape of ``data.csv``."""
    return [
        {
            **row,
            "form_id": ITEMS,
            "file_sha256": row["row_id"].partition("|")[0],
            "unit_code": row["kecamatan_code"],
            "area_code": row["kecamatan_code"],
            "has_content": int(row["has_content"]),
            "item": sha256_hex(row["item_code"].encode())[:16] if row["item_code"] else "",
        }
        for row in known_items(session, slot, as_of)
        if any(f"{row['kecamatan_code']}.".startswith(f"{code}.") for code in area_codes)
    ]
