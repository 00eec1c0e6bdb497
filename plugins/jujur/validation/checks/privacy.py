"""Numbers that name a person do not belong into a report (P43): NIK, NIP and telephone numbers in free text.

What is found is never repeated in a finding, because findings are kept and mailed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jujur.domain.cells import CellState
from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.validation.bins import RowToJudge
from jujur.validation.checks.case import Case, Surroundings, columns_of, folded

_DIGIT = re.compile(r"\d")
# NIK and KK have 16 digits, NIP 18; people write them in one run or in these groups. Digits of any script count.
_IDENTITY = re.compile(
    r"(?<!\d)(?:\d{16}(?:\d\d)?|\d{6}[ .-]\d{6}[ .-]\d{4}|\d{4}(?:[ .-]\d{4}){3}|\d{8} \d{6} \d \d{3})(?!\d)"
)
# A mobile number (08…, +62 8…) in one run or in groups of three and more, so that a date or a time is none; or any number that
# is announced as one to call.
_TELEPHONE = re.compile(
    r"(?<!\d)(?:\+?62[ .-]?|0)8\d{1,3}(?:[ .-]?\d{3,5}){2,3}(?!\d)"
    r"|\b(?:telp|telepon|tlp|hp|wa|whatsapp)\b\.?\s*:?\s*[+(]?\d(?:[ .()-]{0,2}\d){5,}",
    re.IGNORECASE,
)

EXPECTED = "uraian tanpa NIK, NIP, atau nomor telepon siapa pun"


def personal_data(text: str) -> str | None:
    """What kind of personal number stands in ``text``, or None."""
    if not _DIGIT.search(text):
        return None
    if _IDENTITY.search(text):
        return "nomor yang berbentuk NIK atau NIP"
    return "nomor yang berbentuk nomor telepon" if _TELEPHONE.search(text) else None


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
