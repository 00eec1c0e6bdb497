"""Counts of one row against numbers that the desk decides (V13, V31-V33)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from jujur.domain.findings import Rule, Severity
from jujur.domain.forms import Form
from jujur.validation.checks.case import Case, Surroundings, case_severity, entries_of
from jujur.validation.checks.words import said
from jujur.validation.table import Mask, Numbers, Table


def upper_limits(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A count is at most a threshold; ``warning_when`` names the units for which it is a warning only (TPS 901 and up)."""
    softer = rule.terms.get("warning_when")
    for entry in entries_of(rule, form):
        severity = case_severity(rule, entry)
        if softer is None:
            yield _limit(rule, form, around, entry, severity, None, False)
        else:
            yield _limit(rule, form, around, entry, severity, softer, False)
            yield _limit(rule, form, around, entry, Severity.WARNING, softer, True)


def _limit(
    rule: Rule,
    form: Form,
    around: Surroundings,
    entry: Mapping[str, Any],
    severity: Severity,
    softer: Mapping[str, Any] | None,
    is_soft: bool,
) -> Case:
    left, limit = entry["left"], around.number(entry["threshold"])

    def numbers(table: Table) -> Numbers:
        room = limit - table.counts(left)
        return room if softer is None else np.where(_special(table, softer) == is_soft, room, np.nan)

    return Case(
        rule,
        severity,
        f"{rule.id}.{left}{'.khusus' if is_soft else ''}",
        (left,),
        numbers,
        0,
        None,
        lambda row: said(form, row.placed.row, (left,)),
        lambda _row: f"paling banyak {limit}",
    )


def _special(table: Table, softer: Mapping[str, Any]) -> Mask:
    first = int(softer["from"])
    texts = table.texts(softer["column"])
    return np.array(
        [text is not None and text.isdecimal() and int(text) >= first for text in texts], np.bool_
    )


def fixed_counts(rule: Rule, form: Form, around: Surroundings) -> Iterator[Case]:
    """A count is exactly a threshold: boxes, Linmas and KPPS of a TPS."""
    for entry in entries_of(rule, form):
        left, fixed = entry["left"], around.number(entry["threshold"])
        yield Case(
            rule,
            case_severity(rule, entry),
            f"{rule.id}.{left}",
            (left,),
            lambda table, left=left: table.counts(left),  # type: ignore[misc]
            fixed,
            fixed,
            lambda row, left=left: said(form, row.placed.row, (left,)),  # type: ignore[misc]
            lambda _row, fixed=fixed: f"tepat {fixed}",  # type: ignore[misc]
        )
