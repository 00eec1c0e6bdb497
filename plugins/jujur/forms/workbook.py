"""A form as a workbook: blank for a team, or filled in as a team would (demonstration, tests).

The bytes depend on the arguments only: same form, units and identity, same file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from jujur.domain.forms import Form
from jujur.forms.entry_sheet import write_entry_sheet
from jujur.forms.guide_sheet import write_guide_sheet
from jujur.forms.identity import Filled, Identity
from jujur.forms.palette import Palette

# A constant, because a workbook must not depend on when it was made; naive, as xlsxwriter wants it.
_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001
IDENTITY_SHEET, LISTS_SHEET = "_identitas", "_daftar"


def write_workbook(
    form: Form,
    prefill: Sequence[Mapping[str, str]],
    identity: Identity,
    values: Filled | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The workbook of ``form`` as bytes of an .xlsx file.

    :param prefill: one mapping a unit: the prefilled columns, in row order. Empty for event forms.
    :param values: what a team typed; None makes a blank workbook.
    :param lists: dropdowns of columns that the form does not list itself, e.g. the kelurahan of a kecamatan. An
        entry "16.72.01.1001 Sukorejo" of a code column is read back as its code.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": form.title, "author": identity.desk_name, "created": _CREATED})
        palette = Palette(book)
        choices = {column.name: list(column.choices) for column in form.columns if column.choices}
        choices |= {name: list(entries) for name, entries in (lists or {}).items()}
        guide, entry = book.add_worksheet("Petunjuk"), book.add_worksheet("Isian")
        sources = _write_lists(book, form, choices, palette)
        write_guide_sheet(guide, form, identity, palette)
        write_entry_sheet(entry, form, prefill, identity, values or Filled(), sources, palette)
        _write_identity(book, form, identity)
        entry.activate()
    return stream.getvalue()


def _write_lists(
    book: xlsxwriter.Workbook, form: Form, choices: Mapping[str, Sequence[str]], palette: Palette
) -> dict[str, str]:
    """A hidden sheet with the words to choose from; returns the cell range of each column's list."""
    if not choices:
        return {}
    sheet = book.add_worksheet(LISTS_SHEET)
    sources = {}
    for index, (name, entries) in enumerate(choices.items()):
        sheet.set_column(index, index, max(18, *(len(entry) + 2 for entry in entries)))
        sheet.write_string(0, index, form.column(name).label, palette["column"])
        for row, text in enumerate(entries, start=1):
            sheet.write_string(row, index, text, palette["fixed"])
        letter = xlsxwriter.utility.xl_col_to_name(index, col_abs=True)
        sources[name] = f"={LISTS_SHEET}!{letter}$2:{letter}${len(entries) + 1}"
    sheet.protect()
    sheet.hide()
    return sources


def _write_identity(book: xlsxwriter.Workbook, form: Form, identity: Identity) -> None:
    """What the workbook says about itself, for the reader. Hidden from teams; claims, never trusted (P24)."""
    sheet = book.add_worksheet(IDENTITY_SHEET)
    stated = (
        ("formulir", form.id),
        ("versi", str(form.version)),
        ("kode_wilayah", identity.area_code),
        ("masa_laporan", identity.period),
        ("desk", identity.desk_id),
    )
    for row, (name, value) in enumerate(stated):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect()
    sheet.hide()
