"""The sheet "Petunjuk": what to do, what the colours and marks mean, what each column asks, when and how to send."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from jujur.domain.forms import Form
from jujur.forms.explanations import explain_all
from jujur.forms.identity import Identity
from jujur.forms.marks import legend
from jujur.forms.measure import height, line_count
from jujur.forms.palette import Palette

# In points: a narrow column for numbers, one for what is explained, one for the explanation. Together the width of A4.
_WIDTHS = (21.0, 150.0, 345.0)
_PADDING = 10.0


class _Page:
    """The guide as it is written down, line by line."""

    def __init__(self, sheet: Worksheet, palette: Palette) -> None:
        self._sheet, self._palette, self.row = sheet, palette, 0

    def line(self, text: str, style: str, points: float) -> None:
        """One line that may run over all columns."""
        self._sheet.write_string(self.row, 0, text, self._palette[style])
        self._sheet.set_row(self.row, points)
        self.row += 1

    def heading(self, text: str) -> None:
        """The name of a section, with air above it."""
        self._sheet.set_row(self.row, 9)
        self.row += 1
        self._over(0, 2, text, "heading", 11)

    def steps(self, steps: Sequence[str]) -> None:
        """Numbered sentences."""
        self._sheet.set_row(self.row, 3)
        self.row += 1
        for number, step in enumerate(steps, start=1):
            self._sheet.write_string(self.row, 0, f"{number}.", self._palette["plain"])
            self._over(1, 2, step, "plain", 10)

    def pair(self, left: str, right: str, styles: tuple[str, str], size: float) -> None:
        """A row of a table: what is explained, and the explanation."""
        lines = max(
            line_count(left, _WIDTHS[0] + _WIDTHS[1] - _PADDING, size, styles[0] == "mark"),
            line_count(right, _WIDTHS[2] - _PADDING, size),
        )
        self._sheet.merge_range(self.row, 0, self.row, 1, "", self._palette[styles[0]])
        self._sheet.write_string(self.row, 0, left, self._palette[styles[0]])
        self._sheet.write_string(self.row, 2, right, self._palette[styles[1]])
        self._sheet.set_row(self.row, height(lines, size))
        self.row += 1

    def _over(self, first: int, last: int, text: str, style: str, size: float) -> None:
        room = sum(_WIDTHS[first : last + 1]) - _PADDING
        self._sheet.merge_range(self.row, first, self.row, last, "", self._palette[style])
        self._sheet.write_string(self.row, first, text, self._palette[style])
        self._sheet.set_row(self.row, height(line_count(text, room, size), size))
        self.row += 1


def write_guide_sheet(
    sheet: Worksheet, form: Form, identity: Identity, lists: dict[str, Sequence[str]], palette: Palette
) -> None:
    """Fill ``sheet``; it prints on A4, upright."""
    for index, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(index, index, round(width / 0.75))
    page = _Page(sheet, palette)
    page.line(f"{identity.government} · {identity.desk_name}", "government", 14)
    page.line(f"Petunjuk: {form.title}", "title", 21)
    page.line(_addressed(identity), "band" if identity.is_demonstration else "government", 15)
    page.heading("Cara mengisi")
    page.steps(form.instructions)
    page.heading("Arti warna dan tanda")
    _legend(page, form)
    page.heading("Cara mengirim")
    page.steps(_sending(identity))
    page.heading("Keterangan kolom")
    page.pair("Kolom", "Yang diisikan", ("table_head", "table_head"), 9)
    for columns, text in explain_all(form, lists):
        page.pair(columns, text, ("table", "table"), 9)
    _set_up(sheet, form, page.row - 1)


def _addressed(identity: Identity) -> str:
    band = "DEMONSTRASI · " if identity.is_demonstration else ""
    return f"{band}{identity.election} · Kecamatan {identity.area_name} · {identity.period_label}"


def _sending(identity: Identity) -> tuple[str, ...]:
    return (
        f"Kirim berkas ini, tanpa mengubah susunannya, paling lambat {identity.due_label}.",
        "Desk membalas dengan tanda terima yang memuat nomor kiriman dan baris yang perlu diperbaiki.",
        'Untuk memperbaiki: betulkan berkas yang sama, isi "Perbaikan atas kiriman nomor", kirim lagi.',
        "Kirim juga bila baru sebagian terisi; laporan desk menyebut apa yang belum diterima.",
    )


def _legend(page: _Page, form: Form) -> None:
    page.pair("kuning", "Sel yang diisi tim.", ("sample_input", "meaning"), 10)
    page.pair("abu-abu", "Sel yang sudah terisi dan terkunci.", ("sample_fixed", "meaning"), 10)
    for mark, meaning in legend(form):
        page.pair(mark, meaning, ("mark", "meaning"), 10)


def _set_up(sheet: Worksheet, form: Form, last: int) -> None:
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.print_area(0, 0, last, len(_WIDTHS) - 1)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&8Petunjuk: {form.title.replace('&', '&&')}&R&8Halaman &P dari &N")
    sheet.protect()
