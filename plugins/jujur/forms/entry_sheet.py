"""The sheet "Isian": title, identity in plain sight, a two-row header and the rows to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from jujur.domain.forms import Column, Form
from jujur.forms.identity import Filled, Identity
from jujur.forms.palette import Palette

HIGHEST_COUNT = 9999
_EVENT_ROWS = 24
_WIDTHS = {"code": 15.0, "text": 18.0, "count": 8.5, "choice": 16.0, "instant": 24.0}
_LABEL_COLUMNS = 2

# Words that the reader looks for; the hint in brackets may change, the words before it may not.
SUPERSEDES_LABEL = "Perbaikan atas kiriman nomor"
NIL_LABEL = "Konfirmasi NIHIL"


def write_entry_sheet(
    sheet: Worksheet,
    form: Form,
    prefill: Sequence[Mapping[str, str]],
    identity: Identity,
    values: Filled,
    sources: Mapping[str, str],
    palette: Palette,
) -> None:
    """Fill ``sheet``. ``sources`` gives the cell range of each dropdown, by column name."""
    head = _write_title(sheet, form, identity, values, palette)
    first = _write_header(sheet, head, form, palette)
    count = max(_EVENT_ROWS, len(values.rows)) if form.is_event else len(prefill)
    for number in range(count):
        typed = values.rows[number] if number < len(values.rows) else {}
        known = prefill[number] if number < len(prefill) else {}
        _write_row(sheet, first + number, form, {**known, **typed}, palette)
        if form.is_event:
            sheet.set_row(first + number, 30)
    for index, column in enumerate(form.columns):
        sheet.set_column(index, index, _width(form, column))
        _limit(sheet, (first, index, first + max(count, 1) - 1, index), column, sources)
    _set_up_page(sheet, form, head, first, identity)


def _write_title(sheet: Worksheet, form: Form, identity: Identity, values: Filled, palette: Palette) -> int:
    """Title rows and identity block; returns the row of the header."""
    sheet.write_string(0, 0, f"{identity.government} · {identity.desk_name}", palette["government"])
    sheet.write_string(1, 0, form.title, palette["title"])
    sheet.set_row(1, 22)
    sheet.write_string(2, 0, identity.election, palette["election"])
    if identity.is_demonstration:
        sheet.write_string(2, 3, "DEMONSTRASI: bukan laporan resmi", palette["band"])
    block = [
        ("Kecamatan", f"{identity.area_code} {identity.area_name}", "identity"),
        ("Masa laporan", identity.period_label, "identity"),
        ("Batas kirim", identity.due_label, "identity"),
        (f"{SUPERSEDES_LABEL} (kosongkan bila bukan perbaikan)", values.supersedes, "answer"),
    ]
    if form.is_event:
        block.append(
            (f"{NIL_LABEL} (pilih NIHIL bila tidak ada kejadian)", "NIHIL" if values.is_nil else "", "answer")
        )
    row = 4
    for label, value, style in block:
        sheet.merge_range(row, 0, row, _LABEL_COLUMNS - 1, label, palette["label"])
        sheet.merge_range(row, _LABEL_COLUMNS, row, _LABEL_COLUMNS + 2, value, palette[style])
        sheet.set_row(row, 30 if style == "answer" else 18)
        row += 1
    if form.is_event:
        sheet.data_validation(
            row - 1, _LABEL_COLUMNS, row - 1, _LABEL_COLUMNS, {"validate": "list", "source": ["NIHIL"]}
        )
    return row + 1


def _write_header(sheet: Worksheet, row: int, form: Form, palette: Palette) -> int:
    """Groups above labels; returns the first row of data."""
    index = 0
    for group, columns in groupby(form.columns, key=lambda column: column.group):
        width = len(list(columns))
        if width > 1:
            sheet.merge_range(row, index, row, index + width - 1, group, palette["group"])
        else:
            sheet.write_string(row, index, group, palette["group"])
        index += width
    for index, column in enumerate(form.columns):
        sheet.write_string(row + 1, index, column.label, palette["column"])
    sheet.set_row(row, 42)
    sheet.set_row(row + 1, 40)
    return row + 2


def _write_row(
    sheet: Worksheet, row: int, form: Form, values: Mapping[str, int | str], palette: Palette
) -> None:
    for index, column in enumerate(form.columns):
        style = palette["fixed" if column.is_prefilled else column.kind]
        value = values.get(column.name)
        if value is None:
            sheet.write_blank(row, index, None, style)
        elif isinstance(value, int):
            sheet.write_number(row, index, value, style)
        else:
            # write_string, never write: a text that begins with "=" stays a text.
            sheet.write_string(row, index, value, style)


def _limit(
    sheet: Worksheet, cells: tuple[int, int, int, int], column: Column, sources: Mapping[str, str]
) -> None:
    """What the spreadsheet program itself offers or questions. Help for the team; the reader trusts none."""
    if column.kind == "count":
        sheet.data_validation(*cells, _count_limit(column))
    elif column.name in sources:
        sheet.data_validation(*cells, _list_limit(column, sources[column.name]))
    elif column.note and not column.is_prefilled:
        sheet.data_validation(
            *cells, {"validate": "any", "input_title": column.label[:32], "input_message": column.note[:255]}
        )


def _count_limit(column: Column) -> dict[str, object]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": HIGHEST_COUNT,
        "error_title": "Periksa angkanya",
        "error_message": f"{column.group}, {column.label}: ketik bilangan bulat 0 s.d. {HIGHEST_COUNT}, "
        "tanpa titik atau koma. Kosongkan bila belum diketahui.",
        # A warning, not a wall: x, # and ? are allowed, and a team must never be kept from reporting.
        "error_type": "warning",
    }


def _list_limit(column: Column, source: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "Pilih dari daftar",
        "error_message": f"{column.label}: pilih salah satu dari daftar, atau kosongkan.",
        "error_type": "warning",
    }


def _width(form: Form, column: Column) -> float:
    if column.name == "tps":
        return 7.0 if not form.is_event else 11.0
    if form.is_event and column.kind in ("text", "code"):
        return 38.0 if column.kind == "text" else 26.0
    return _WIDTHS[column.kind]


def _set_up_page(sheet: Worksheet, form: Form, head: int, first: int, identity: Identity) -> None:
    """Frozen header, A4 landscape, header repeated on every page, structure protected without a password."""
    frozen = sum(1 for column in form.columns if column.is_prefilled)
    sheet.freeze_panes(first, frozen)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head, first - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{form.title}, {identity.area_name}, {identity.period_label}&RHalaman &P dari &N")
    sheet.protect(options={"format_columns": True, "format_rows": True})
