"""What data officers decide about received rows, submissions, units and editions (P38, P42)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

ActKind = Literal["release", "hold", "merge", "override", "withdraw", "excuse"]
SubjectKind = Literal["row", "submission", "unit", "edition"]

# A reason is a sentence that somebody else can check (P42).
MINIMUM_REASON = 20


@dataclass(frozen=True, slots=True)
class OfficerAct:
    """One decision of a data officer, as entered in the record and printed.

    ``subject`` names what it is about: "submission id|row id" for a row, the id of a submission or an edition, the code of a
    unit. ``detail`` holds what else belongs to the act (the cells a merge took, the value an override set), as plain JSON values.
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
