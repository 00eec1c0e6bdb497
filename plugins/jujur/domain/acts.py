"""What data officers decide about received rows, submissions, units and editions (P38, P42)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

ActKind = Literal["release", "hold", "merge", "override", "withdraw", "excuse"]
SubjectKind = Literal["row", "submission", "unit", "edition"]

# A reason is a sentence that somebody else can check (P42).
MINIMUM_REASON = 20


@dataclass(frozen=True, slots=True)
class OfficerAct:
    """One decision of a data officer, as entered in the record and printed.

    ``subject`` names what it is about: "submission id|row id" for a row, the id of a submission or an edition, the code of a
    unit. ``actor`` is a login name in the record, an office in the content of an edition (P43).

    ``detail`` holds what else belongs to the act, as plain JSON values: ``asked`` what the officer asked for beyond the subject,
    ``superseded`` and ``held`` the rows that it moved besides (subjects), ``findings`` the rules that a released row breaks,
    ``new_row`` the row that a merge or an override made, and ``cells``: for each column that it set ``before`` and ``after``,
    each a ``state`` and a ``value``.
    """

    id: str
    act: ActKind
    subject_kind: SubjectKind
    subject: str
    form_id: str | None
    period_start: datetime | None
    kecamatan_code: str | None
    actor: str
    reason: str
    decided_at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


# Kinds of acts, for those who check a word against them.
ACTS: tuple[str, ...] = get_args(ActKind)

# The severity of an incident, from the lightest; anything else weighs as much as the gravest (P13).
SEVERITY_COLUMN = "tingkat"
SEVERITIES = ("ringan", "sedang", "berat")


def row_subject(submission_id: str, row_id: str) -> str:
    """How acts name a row."""
    return f"{submission_id}|{row_id}"


@dataclass(frozen=True, slots=True)
class LoweredSeverity:
    """An incident that an officer made less severe (L18). ``row`` is the subject of the row that counts now."""

    row: str
    before: str
    after: str


def lowered_severity(act: OfficerAct) -> LoweredSeverity | None:
    """What must be printed as "diturunkan dari … oleh …", if the act made an incident less severe (L18)."""
    cell = act.detail.get("cells", {}).get(SEVERITY_COLUMN)
    if not cell:
        return None
    before, after = (cell[side]["value"] or "tidak disebut" for side in ("before", "after"))
    if _weight(after) >= _weight(before):
        return None
    return LoweredSeverity(act.detail["new_row"], before, after)


def _weight(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES) - 1
