"""Rules, findings, bins and dispositions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """E holds the row, W publishes it with a flag, I is told to the sender only (domain.md §4)."""

    ERROR = "E"
    WARNING = "W"
    INFO = "I"


@dataclass(frozen=True, slots=True)
class Rule:
    """One validation rule as data: ``check`` names its shape (see validation.checks), ``terms`` its operands."""

    id: str
    severity: Severity
    statement: str
    basis: str
    check: str
    terms: Mapping[str, Any]
    advice: str
    statement_en: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one row, cell or file. ``row_id`` is None for a finding about the file as a whole."""

    rule_id: str
    severity: Severity
    submission_id: str
    row_id: str | None
    file_name: str
    sheet: str | None
    row_number: int | None
    column: str | None
    found: str
    expected: str
    advice: str

    def sentence(self) -> str:
        """The finding as one Indonesian sentence: where, what was found, what was expected, what to do."""
        place = [f"berkas {self.file_name}"]
        if self.sheet:
            place.append(f"lembar {self.sheet}")
        if self.row_number:
            place.append(f"baris {self.row_number}")
        if self.column:
            place.append(f"kolom {self.column}")
        return f"{', '.join(place)}: ditemukan {self.found}; seharusnya {self.expected}. {self.advice}"


class Bin(StrEnum):
    """Where a received row went. Every row is in exactly one bin (P01)."""

    ACCEPTED = "accepted"
    HELD = "held"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Disposition:
    """The bin of a row from ``decided_at`` on, until a newer disposition of the same row."""

    submission_id: str
    row_id: str
    bin: Bin
    reason: str
    actor: str
    decided_at: datetime
