"""The head of the sheet "Isian": what form this is, for whom and when, and the questions above the table."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from jujur.domain.forms import Form
from jujur.forms.identity import NIL_LABEL, SUPERSEDES_LABEL, Filled, Identity
from jujur.forms.layout import LABEL, Layout
from jujur.forms.measure import width
from jujur.forms.palette import Palette
from jujur.forms.questions import put

_PADDING = 8.0
# In points. A question has two lines: what is asked, and when to leave it blank.
_QUESTION, _ANSWER, _BAND = 150.0, 100.0, 165.0
_TWO_LINES = 26
_GAP = 5

_NUMBER_HINT = {
    "validate": "any",
    "input_title": "Nomor kiriman",
    "input_message": "Tercantum pada tanda terima dari desk, misalnya K-20240214-0003.",
}
_NIL_CHOICE = {
    "validate": "list",
    "source": ["NIHIL"],
    "error_type": "warning",
    "error_title": "Periksa isian ini",
    "error_message": "Pilih NIHIL bila tidak ada yang dilaporkan pada masa ini; selain itu kosongkan. Tetap pakai isian ini?",
    "input_title": "NIHIL",
    "input_message": "Pilih NIHIL hanya bila tidak ada satu baris pun yang dilaporkan. "
    "Tanpa NIHIL, lembar kosong berarti belum melapor.",
}


def write_title(
    sheet: Worksheet, form: Form, identity: Identity, values: Filled, layout: Layout, palette: Palette
) -> int:
    """Title rows and identity block; returns the row of the header.

    Kept low, because all of it stays in sight while a team scrolls. One question a row, and the first text of its row: that
    is where the reader looks for them.
    """
    head = _Head(sheet, layout, palette)
    sheet.write_string(0, 0, form.title, palette[_title_style(form.title, layout)])
    sheet.set_row(0, 21)
    _write_office(sheet, identity, layout, palette)
    head.row = 2
    head.line(
        ("Kecamatan", "label"),
        (f"{identity.area_code} {identity.area_name}", "identity"),
        (f"Masa laporan:\n{identity.period_label}", "note"),
        (f"Batas kirim:\n{identity.due_label}", "note"),
    )
    head.question(f"{SUPERSEDES_LABEL} (kosongkan bila bukan perbaikan)", values.supersedes, _NUMBER_HINT)
    if form.is_event:
        asked = f"{NIL_LABEL} (pilih NIHIL bila tidak ada yang dilaporkan)"
        head.question(asked, "NIHIL" if values.is_nil else "", _NIL_CHOICE)
    sheet.set_row(head.row, _GAP)
    return head.row + 1


def _write_office(sheet: Worksheet, identity: Identity, layout: Layout, palette: Palette) -> None:
    """Beside the columns that are repeated on every page, where a longer text would be cut off."""
    said = "DEMONSTRASI: bukan laporan resmi" if identity.is_demonstration else identity.desk_name
    sheet.write_string(1, 0, said, palette["band" if identity.is_demonstration else "government"])
    office = f"{identity.government} · {identity.desk_name} · {identity.election}"
    sheet.write_string(1, max(layout.span(0, _BAND) + 1, layout.frozen), office, palette["government"])
    sheet.set_row(1, 14)


def _title_style(title: str, layout: Layout) -> str:
    """Small enough to be read on every page where the first columns are repeated."""
    room = sum(layout.widths[: layout.frozen])
    is_repeated = layout.pages.percent is not None
    return "small_title" if is_repeated and width(title, 14, True) > room else "title"


class _Head:
    """The block as it is written down, row by row."""

    def __init__(self, sheet: Worksheet, layout: Layout, palette: Palette) -> None:
        self._sheet, self._layout, self._palette, self.row = sheet, layout, palette, 0

    def line(self, *cells: tuple[str, str]) -> None:
        """Texts side by side, each over as many columns as it needs."""
        column = 0
        for text, style in cells:
            wanted = max(width(line, LABEL, style == "label") for line in text.split("\n")) + _PADDING
            column = self._cell(column, wanted, text, style)
        self._end()

    def question(self, asked: str, answer: str, rule: dict[str, Any]) -> None:
        """A question and the cell for its answer."""
        column = self._cell(0, _QUESTION, asked, "label")
        self._cell(column, _ANSWER, answer, "answer")
        put(self._sheet, (self.row, column, self.row, column), rule)
        self._end()

    def _cell(self, column: int, wanted: float, text: str, style: str) -> int:
        last = self._layout.span(column, wanted)
        if style in ("identity", "answer") and last < self._layout.frozen:
            # To the end of what is repeated on every page, so that nothing is cut in two.
            last = self._layout.frozen - 1
        if last > column:
            self._sheet.merge_range(self.row, column, self.row, last, "", self._palette[style])
        self._sheet.write_string(self.row, column, text, self._palette[style])
        return last + 1

    def _end(self) -> None:
        self._sheet.set_row(self.row, _TWO_LINES)
        self.row += 1
