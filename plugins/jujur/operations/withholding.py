"""Counts that stay at the desk: what quotes them is replaced before it becomes content (P43, ADR 0049)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jujur.domain.forms import Form

KEPT = "angka pada lajur yang dirahasiakan tidak memenuhi aturan"
HIDDEN = "dirahasiakan"


def words_of(form: Form) -> frozenset[str]:
    """What findings call the withheld columns: their names and the headings they stand under, in small letters."""
    columns = [column for column in form.columns if column.is_sensitive]
    return frozenset(word.casefold() for column in columns for word in (column.name, column.group) if word)


def quotes_withheld(text: str, words: frozenset[str]) -> bool:
    """True for a text that speaks of a withheld column, and so may hold its numbers."""
    return any(word in text.casefold() for word in words)


def without_values(form: Form, detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail of an officer's act with the values of withheld columns taken out; that it set them stays."""
    cells = {
        name: {side: {**cell[side], "value": HIDDEN} for side in ("before", "after")}
        if name in form.withheld
        else cell
        for name, cell in (detail.get("cells") or {}).items()
    }
    return {**detail, **({"cells": cells} if cells else {})}
