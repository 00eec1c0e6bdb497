"""The new side of a change table is what this very edition says, not what somebody would rather have it say (P25, P26)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from jujur.domain.reports import ReportContent

STATUS = "status/"
PLAIN = ("label", "unit", "k", "n", "N", "denominator", "rows_digest")
EXACT = ("value", "lower", "upper")


def crooked_changes(content: ReportContent) -> Iterator[str]:
    """Sentences on lines whose new value is not the edition's own, or that change nothing.

    The old side cannot be read here: `jujur verify` holds it against the edition that is replaced.
    """
    if content.changes and content.replaces is None:
        yield "tabel perubahan tanpa terbitan yang digantikan (P25)"
    statuses = {one.area_code: one for one in content.statuses}
    for change in content.changes:
        if change.before == change.after:
            yield f"tabel perubahan memuat {change.key}, padahal tidak berubah (P25)"
        said = json.loads(change.after) if change.after else None
        if change.key.startswith(STATUS):
            one = statuses.get(change.key.removeprefix(STATUS))
            own = (
                {"status": one.status.value, "rule": one.rule, "reasons": list(one.reasons)} if one else None
            )
            is_own = said == own
        else:
            is_own = _is_own(said, content, change.key)
        if not is_own:
            yield f"tabel perubahan menyebut nilai lain untuk {change.key} daripada laporannya (P25)"


def _is_own(said: dict[str, Any] | None, content: ReportContent, key: str) -> bool:
    figure = content.figures.get(key)
    if said is None or figure is None:
        return said is None and figure is None
    return all(said.get(part) == getattr(figure, part) for part in PLAIN) and all(
        _exact(said.get(part)) == getattr(figure, part) for part in EXACT
    )


def _exact(value: int | str | None) -> Fraction | None:
    return None if value is None else Fraction(value)
