"""Counts that stay at the desk: what quotes them is replaced before it becomes content (P19, P43, ADR 0049, ADR 0053)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from jujur.domain.editions import Edition
from jujur.domain.flags import SpotCheck
from jujur.domain.forms import Form
from jujur.domain.gates import TAKE, is_vote_figure, left_out

KEPT = "angka pada lajur yang dirahasiakan tidak memenuhi aturan"
HIDDEN = "dirahasiakan"


def words_of(form: Form) -> frozenset[str]:
    """What findings call the withheld columns: their names and the headings they stand under, in small letters."""
    columns = [column for column in form.columns if column.is_sensitive]
    return frozenset(word.casefold() for column in columns for word in (column.name, column.group) if word)


def quotes_withheld(text: str, words: frozenset[str]) -> bool:
    """True for a text that speaks of a withheld column, and so may hold its numbers."""
    return any(word in text.casefold() for word in words)


def kept_back(form: Form, edition: Edition) -> frozenset[str]:
    """The columns of a form whose values an edition may not quote: the withheld ones, and in a take those of votes."""
    counted = () if form.is_event else tuple(column.name for column in form.counts)
    return frozenset((*form.withheld, *left_out(counted, edition)))


def without_counts(edition: Edition, checks: tuple[SpotCheck, ...]) -> tuple[SpotCheck, ...]:
    """Spot checks as an edition may tell them: a take says what was drawn, not what was counted again, which are votes (P19)."""
    if edition.kind != TAKE:
        return checks
    return tuple(
        replace(one, checked=0, recounted=0, reported=0, factor=None, compared=0, differing=0, columns=())
        for one in checks
    )


def may_tell(edition: Edition, name: str) -> bool:
    """False for the record of revisions of a vote figure in a take (P19, P28)."""
    return edition.kind != TAKE or not is_vote_figure(name)


def without_values(kept: Collection[str], detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail of an officer's act with the values of the columns ``kept`` back taken out; that it set them stays."""
    cells = {
        name: {side: {**cell[side], "value": HIDDEN} for side in ("before", "after")}
        if name in kept
        else cell
        for name, cell in (detail.get("cells") or {}).items()
    }
    return {**detail, **({"cells": cells} if cells else {})}
