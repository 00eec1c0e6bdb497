"""What a reply workbook says: the sender's own workbook marked, or written anew, with a first sheet that sums it up.

Values only; the workbook itself is written in a child process (``forms.reply_writer``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

# The two columns at the right end of a table. The reader knows them by exactly these words and ignores them.
STATUS_HEADER = "STATUS PEMERIKSAAN"
REASON_HEADER = "ALASAN PEMERIKSAAN"
SUMMARY_SHEET = "Hasil pemeriksaan"
SUMMARY_TITLE = "Hasil pemeriksaan kiriman"

Tone = Literal["accepted", "flagged", "held", "quiet"]


@dataclass(frozen=True, slots=True)
class CellMark:
    """One wrong cell. ``column`` counts from 0; ``severity`` E or W; ``comment`` is the finding in words."""

    column: int
    severity: str
    comment: str


@dataclass(frozen=True, slots=True)
class RowMark:
    """What became of one row. ``number`` counts from 1, as people see it."""

    number: int
    status: str
    tone: Tone
    reason: str = ""
    cells: tuple[CellMark, ...] = ()


@dataclass(frozen=True, slots=True)
class TableMarks:
    """The marks of one table. ``head`` is the first row of its header, ``first`` the first row of data; both count from 1.

    ``status_column`` counts from 0; the reasons stand right of it.
    """

    sheet: str
    head: int
    first: int
    status_column: int
    rows: tuple[RowMark, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One line of the list of findings on the first sheet."""

    rule_id: str
    severity: str
    place: str
    column: str
    found: str
    expected: str
    advice: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference to the version that this submission corrects."""

    unit: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The first sheet. ``correction_number`` goes into the cell by which a returned workbook declares itself a correction."""

    government: str
    desk: str
    election: str
    is_demonstration: bool
    submission: str
    correction_number: str
    facts: tuple[tuple[str, str], ...]
    tiles: tuple[tuple[str, int], ...]
    verdict: str
    steps: tuple[str, ...]
    findings: tuple[FindingLine, ...] = ()
    findings_total: int = 0
    corrected: str = ""
    changes: tuple[ChangeLine, ...] = ()
    changes_total: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything that goes into one reply workbook."""

    summary: Summary
    tables: tuple[TableMarks, ...] = field(default=())


def to_plain(reply: Reply) -> dict[str, Any]:
    """``reply`` as plain values, for the way to the child."""
    return asdict(reply)


def from_plain(values: Mapping[str, Any]) -> Reply:
    """The way back of :func:`to_plain`, after JSON turned every tuple into a list."""
    summary = dict(values["summary"])
    summary["facts"] = _pairs(summary["facts"])
    summary["tiles"] = _pairs(summary["tiles"])
    summary["steps"] = tuple(summary["steps"])
    summary["findings"] = tuple(FindingLine(**item) for item in summary["findings"])
    summary["changes"] = tuple(ChangeLine(**item) for item in summary["changes"])
    return Reply(Summary(**summary), tuple(_table(item) for item in values["tables"]))


def _pairs(items: Sequence[Sequence[Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((item[0], item[1]) for item in items)


def _table(values: Mapping[str, Any]) -> TableMarks:
    rows = tuple(
        RowMark(**{**row, "cells": tuple(CellMark(**cell) for cell in row["cells"])})
        for row in values["rows"]
    )
    return TableMarks(**{**values, "rows": rows})
