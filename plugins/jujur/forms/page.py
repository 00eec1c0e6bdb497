"""How the sheet "Isian" prints on A4 and what stays in sight on a screen; its structure protected without a password."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from jujur.domain.forms import Form
from jujur.forms.identity import Identity
from jujur.forms.layout import Layout
from jujur.forms.pages import BOTTOM, SIDE, TOP

_A4 = 9
_INCH = 72


def set_up_page(
    sheet: Worksheet, form: Form, identity: Identity, layout: Layout, rows: tuple[int, int, int]
) -> None:
    """``rows``: where the header, the data and the end of the data are."""
    head, first, last = rows
    sheet.freeze_panes(first, layout.frozen)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(SIDE / _INCH, SIDE / _INCH, TOP / _INCH, BOTTOM / _INCH)
    sheet.print_area(0, 0, last, len(form.columns) - 1)
    sheet.repeat_rows(head, first - 1)
    if layout.pages.percent is None:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(layout.pages.percent)
        sheet.set_v_pagebreaks(list(layout.pages.breaks))
        # The pages of one block of rows lie one after the other.
        sheet.print_across()
        sheet.repeat_columns(0, layout.frozen - 1)
    sheet.set_footer(_footer(f"{form.title} · {identity.area_name} · {identity.period_label}"))
    allowed = {"format_columns": True, "format_rows": True}
    if form.is_event:
        allowed |= {"insert_rows": True, "delete_rows": True}
    sheet.protect(options=allowed)


def _footer(text: str) -> str:
    """``text`` and the page number. In a footer "&" is a command, so that ours is doubled; 255 characters are allowed."""
    return f"&L&8{text[:180].replace('&', '&&')}&R&8Halaman &P dari &N"
