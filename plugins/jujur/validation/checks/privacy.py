"""Numbers that name a person do not belong into a report (P43): NIK, NIP and telephone numbers in free text.

What is found is never repeated in a finding, because findings are kept and mailed.
"""

from __future__ import annotations

from collections.abc import Iterator

from jujur.domain.cells import CellState
from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.domain.personal_data import personal_data
from jujur.validation.bins import RowToJudge
from jujur.validation.checks.case import Case, Surroundings, columns_of, folded

EXPECTED = "uraian tanpa NIK, NIP, atau nomor telepon siapa pun"


def impersonal_cells(rule: Rule, form: Form, _around: Surroundings) -> Iterator[Case]:
    """No text holds a number that names a person; one case for all columns, held cells included."""
    parts = [_cell(rule, name) for name in columns_of(rule, form, "all_text")]
    yield from folded(rule, parts, "nomor pribadi")


def _cell(rule: Rule, name: str) -> Case:
    def kind(row: RowToJudge) -> str | None:
        cell = row.placed.row.cells[name]
        # What stood in the file may differ from what was read of it; a held cell has only the former.
        return personal_data(cell.raw) or (personal_data(str(cell.value)) if cell.value else None)

    def ask(row: RowToJudge) -> int | None:
        is_blank = row.placed.row.cells[name].state is CellState.TIDAK_DIISI
        return None if is_blank else int(kind(row) is not None)

    return Case(
        rule,
        rule.severity,
        f"{rule.id}.{name}",
        (name,),
        lambda table: table.each(ask),
        0,
        0,
        lambda row: kind(row) or "",
        lambda _row: EXPECTED,
    )
