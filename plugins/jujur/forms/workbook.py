"""A form as a workbook: blank for a team, or filled in as a team would (demonstration, tests).

The bytes depend on the arguments only: same form, units and identity, same file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from jujur.domain.forms import Form
from jujur.forms.entry_sheet import EntrySheet, rows_of
from jujur.forms.growing_sheet import GrowingSheet
from jujur.forms.guide_sheet import write_guide_sheet
from jujur.forms.identity import CREATED, Filled, Identity
from jujur.forms.layout import Prefill, lay_out
from jujur.forms.marks import WORDS
from jujur.forms.palette import FONT, Palette

IDENTITY_SHEET, LISTS_SHEET = "_identitas", "_daftar"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": FONT, "font_size": 10, "font_scheme": False, "theme": -1},
}


class _Workbook(xlsxwriter.Workbook):  # type: ignore[misc]  # xlsxwriter is untyped
    """A workbook whose sheets can be neither removed, renamed nor uncovered by accident; xlsxwriter has no call for it."""

    def _write_book_views(self) -> None:
        # The file format wants workbookProtection right before bookViews.
        self._xml_empty_tag("workbookProtection", [("lockStructure", "1")])
        super()._write_book_views()


def write_workbook(
    form: Form,
    prefill: Prefill,
    identity: Identity,
    values: Filled | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The workbook of ``form`` as bytes of an .xlsx file.

    :param prefill: one mapping a unit: the prefilled columns, in row order. For event forms the items that are carried on,
        with what is known of them in any column; the team may change all of it but the item's number.
    :param values: what a team typed; None makes a blank workbook.
    :param lists: dropdowns of columns that the form does not list itself, e.g. the kelurahan of a kecamatan. An
        entry "16.72.01.1001 Sukorejo" of a code column is read back as its code.
    :raises ValueError: a dropdown or limit breaks the file format.
    """
    stream = io.BytesIO()
    with _Workbook(stream, _OPTIONS) as book:
        book.set_properties(
            {"title": form.title, "author": identity.desk_name, "created": CREATED.replace(tzinfo=None)}
        )
        palette = Palette(book)
        entries: dict[str, Sequence[str]] = {c.name: c.choices for c in form.columns if c.choices}
        entries |= lists or {}
        typed = values or Filled()
        rows = rows_of(form, prefill, typed)
        layout = lay_out(form, prefill, entries, len(rows))
        guide, entry = book.add_worksheet("Petunjuk"), book.add_worksheet("Isian", GrowingSheet)
        sources = _write_lists(book, form, entries, palette)
        write_guide_sheet(guide, form, identity, entries, palette)
        EntrySheet(entry, form, identity, layout, palette).write(typed, rows, len(prefill), sources)
        _write_identity(book, form, identity, palette)
        entry.activate()
    return stream.getvalue()


def _write_lists(
    book: xlsxwriter.Workbook, form: Form, lists: Mapping[str, Sequence[str]], palette: Palette
) -> dict[str, str]:
    """A hidden sheet with the words to choose from; returns the cell range of each column's list."""
    if not lists:
        return {}
    sheet = book.add_worksheet(LISTS_SHEET)
    sources = {}
    for index, (name, words) in enumerate(lists.items()):
        entries = [*words, *(word for word in WORDS if word not in words)]
        sheet.set_column(index, index, 30)
        sheet.write_string(0, index, form.column(name).label, palette["column"])
        for row, text in enumerate(entries, start=1):
            sheet.write_string(row, index, text, palette["fixed"])
        letter = xlsxwriter.utility.xl_col_to_name(index, col_abs=True)
        sources[name] = f"={LISTS_SHEET}!{letter}$2:{letter}${len(entries) + 1}"
    sheet.protect()
    sheet.hide()
    return sources


def _write_identity(book: xlsxwriter.Workbook, form: Form, identity: Identity, palette: Palette) -> None:
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
        sheet.write_string(row, 0, name, palette["fixed"])
        sheet.write_string(row, 1, value, palette["fixed"])
    sheet.protect()
    sheet.hide()
