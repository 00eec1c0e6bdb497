"""Cells merged downwards: the kelurahan that stands once beside all its TPS is the kelurahan of each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from jujur.domain.forms import Form
from jujur.intake.header_paths import RawRow
from jujur.intake.headers import Header
from jujur.intake.typed_cells import as_text, is_blank

_NAMED = ("kecamatan", "kelurahan")
_CODES = ("kode_kecamatan", "kode_kelurahan")


def unmerged(sheet: Mapping[str, Any], form: Form, header: Header) -> Sequence[RawRow]:
    """The rows of a sheet as if nothing below ``header`` were merged downwards.

    The name or code of a larger area stands in every row that its cell covers: the sheet itself says which, so nothing is
    guessed. A figure that covers several rows is the figure of none of them and becomes a fault. Rows that hold nothing else
    stay blank.
    """
    found = [area for area in sheet.get("merged", ()) if area[0] >= header.first_row]
    if not found:
        return cast("Sequence[RawRow]", sheet["rows"])
    areas = _columns_of_areas(form, header)
    figures = {index for column in form.counts for index in header.columns.get(column.name, ())}
    rows = [list(row) for row in sheet["rows"]]
    for top, column, height in found:
        covered = [row for row in rows[top + 1 : top + height] if not all(map(is_blank, row))]
        value = rows[top][column] if column < len(rows[top]) else ""
        if is_blank(value) or not covered:
            continue
        if column in figures:
            rows[top][column] = {"e": f"{as_text(value)} (satu sel untuk {len(covered) + 1} baris)"}
        for row in covered if column in areas and isinstance(value, str) else ():
            if column < len(row) and is_blank(row[column]):
                row[column] = value
    return rows


def _columns_of_areas(form: Form, header: Header) -> set[int]:
    own = {
        index
        for column in form.columns
        if column.names in _NAMED or column.name in _CODES
        for index in header.columns.get(column.name, ())
    }
    return own | {index for level, index in header.areas.items() if level in _NAMED}
