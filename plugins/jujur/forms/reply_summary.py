"""The first sheet of a reply: what arrived, what became of it, what to do by when, and every finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Border, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from jujur.forms import reply_look as look
from jujur.forms.reply import SUMMARY_TITLE, Summary
from jujur.forms.reply_safety import write_text

# The words that the reader looks for; the same as on the blank workbook (forms.entry_sheet).
CORRECTION_LABEL = "Perbaikan atas kiriman nomor"

_WIDTHS = (5, 12, 21, 22, 24, 24, 36)
_LAST = len(_WIDTHS)
_LINE = 13.5
_LEGEND = (
    (
        "E",
        "merah, garis tebal",
        "Sel ini menahan barisnya: baris tidak dihitung sampai diperiksa atau diperbaiki.",
    ),
    ("W", "jingga, garis putus", "Perlu dilihat. Baris tetap dihitung, dengan catatan."),
)
_SEVERITIES = {"E": "ditahan", "W": "catatan", "I": "info"}


def write_summary(sheet: Worksheet, summary: Summary, *, with_correction_cell: bool) -> None:
    """Fill ``sheet``; with a cell that declares a correction when the workbook has no such cell of its own."""
    page = _Page(sheet)
    page.letterhead(summary)
    for label, value in summary.facts:
        page.fact(label, value)
    if with_correction_cell:
        page.fact(CORRECTION_LABEL, summary.correction_number, is_answer=True)
    page.tiles(summary.tiles)
    page.heading("Yang perlu Anda lakukan")
    page.paragraph(summary.verdict, bold=True)
    for number, step in enumerate(summary.steps, start=1):
        page.step(f"{number}.", step)
    if any(finding.severity in look.MARK_FILLS for finding in summary.findings):
        page.heading("Arti warna pada lembar isian")
        for severity, name, meaning in _LEGEND:
            page.legend(severity, name, meaning)
    if summary.corrected:
        page.changes(summary)
    if summary.findings:
        page.findings(summary)
    _set_up(sheet, summary)


class _Page:
    """Writes from top to bottom; ``row`` is the next free row."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 1
        for index, width in enumerate(_WIDTHS):
            sheet.column_dimensions["ABCDEFG"[index]].width = width

    def text(
        self, first: int, last: int, text: str, *, size: float = 10, color: str = look.INK, bold: bool = False
    ) -> Any:
        """``text`` across columns ``first`` to ``last`` of the current row; returns the cell."""
        cell: Any = self.sheet.cell(self.row, first)
        write_text(cell, text)
        cell.font, cell.alignment = look.font(size, color, bold=bold), look.WRAPPED
        if last > first:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=last)
        return cell

    def height(self, *texts: tuple[str, int, int]) -> None:
        """Make the current row as high as the highest of (text, first column, last column) needs."""
        lines = max(
            sum(
                -(-max(len(line), 1) // int(sum(_WIDTHS[first - 1 : last]) * 1.15))
                for line in text.split("\n")
            )
            for text, first, last in texts
        )
        self.sheet.row_dimensions[self.row].height = min(lines * _LINE + 4, 400)

    def letterhead(self, summary: Summary) -> None:
        """Whose answer this is, and to which submission."""
        self.text(1, _LAST, f"{summary.government} · {summary.desk}", size=9, color=look.MUTED)
        self.row += 1
        self.text(1, _LAST, f"{SUMMARY_TITLE} {summary.submission}", size=15, color=look.HEAD, bold=True)
        self.sheet.row_dimensions[self.row].height = 24
        self.row += 1
        self.text(1, _LAST, summary.election)
        if summary.is_demonstration:
            self.row += 1
            self.text(
                1, _LAST, "DEMONSTRASI: jam desk digeser, sebagian data rekaan", color=look.BAND, bold=True
            )
        self.row += 2

    def fact(self, label: str, value: str, *, is_answer: bool = False) -> None:
        """One line of the block that says what arrived."""
        self.text(1, 3, label, color=look.MUTED)
        cell = self.text(4, _LAST, value, bold=is_answer or label.startswith("Nomor"))
        cell.number_format = "@"
        if is_answer:
            cell.fill, cell.protection = look.fill("FFFFF8DB"), look.OPEN_CELL
        self.height((label, 1, 3), (value, 4, _LAST))
        self.row += 1

    def tiles(self, tiles: Sequence[tuple[str, int]]) -> None:
        """How many rows are in which bin: the number large, its name below."""
        if not tiles:
            return
        self.row += 1
        for offset, size in enumerate((18.0, 9.0)):
            for index, (label, count) in enumerate(tiles):
                first, last = (1, 2) if index == 0 else (index + 2, index + 2)
                is_bad = label == "Ditahan" and count > 0
                cell = self.text(first, last, label if offset else "", size=size, bold=not offset or is_bad)
                if not offset:
                    cell.value = count
                cell.font = look.font(
                    size, look.HEAD if not offset else look.MUTED, bold=not offset or is_bad
                )
                cell.alignment = look.CENTRED
                for column in range(first, last + 1):
                    styled: Any = self.sheet.cell(self.row, column)
                    styled.fill = look.fill(look.ERROR_FILL if is_bad else look.QUIET)
                    side = Side(style="thin", color=look.PAPER)
                    styled.border = Border(left=side, right=side)
            self.sheet.row_dimensions[self.row].height = 28 if offset else 30
            self.row += 1

    def heading(self, title: str) -> None:
        """A section begins, after some air."""
        self.row += 1
        self.text(1, _LAST, title, size=11, color=look.HEAD, bold=True)
        for column in range(1, _LAST + 1):
            cell: Any = self.sheet.cell(self.row, column)
            cell.border = Border(bottom=Side(style="thin", color=look.HEAD))
        self.sheet.row_dimensions[self.row].height = 18
        self.row += 1

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Text over the whole width."""
        self.text(1, _LAST, text, bold=bold).alignment = look.MIDDLE
        self.height((f"{text}\n" if bold else text, 1, _LAST))
        self.row += 1

    def step(self, number: str, text: str) -> None:
        """One numbered thing to do."""
        self.text(1, 1, number, color=look.MUTED)
        self.text(2, _LAST, text)
        self.height((text, 2, _LAST))
        self.row += 1

    def legend(self, severity: str, name: str, meaning: str) -> None:
        """One colour, named and explained."""
        cell = self.text(1, 3, name, bold=severity == "E")
        for column in range(1, 4):
            styled: Any = self.sheet.cell(self.row, column)
            styled.fill, styled.border = look.fill(look.MARK_FILLS[severity]), look.mark_box(severity)
        cell.alignment = look.CENTRED
        self.text(4, _LAST, meaning).alignment = look.INDENTED
        self.sheet.row_dimensions[self.row].height = 18
        self.row += 1

    def table(
        self, titles: Sequence[str], spans: Sequence[tuple[int, int]], lines: Sequence[Sequence[str]]
    ) -> None:
        """A header and lines; ``spans`` are the first and last column of each field."""
        for number, line in enumerate((titles, *lines)):
            for text, (first, last) in zip(line, spans, strict=True):
                cell = self.text(first, last, text, size=9, bold=number == 0)
                for column in range(first, last + 1):
                    styled: Any = self.sheet.cell(self.row, column)
                    styled.border = look.box()
                    if number == 0:
                        styled.fill = look.fill(look.HEAD_TINT)
                if number == 0:
                    cell.alignment = look.CENTRED
            self.height(*((text, *span) for text, span in zip(line, spans, strict=True)))
            self.row += 1

    def changes(self, summary: Summary) -> None:
        """What differs from the version that this submission corrects."""
        self.heading(
            f"Perubahan terhadap kiriman {summary.corrected}{_of(summary.changes, summary.changes_total)}"
        )
        if not summary.changes:
            self.paragraph("Tidak ada isian yang berbeda.")
            return
        lines = [
            (str(number), item.unit, item.column, item.before, item.after)
            for number, item in enumerate(summary.changes, start=1)
        ]
        spans = ((1, 1), (2, 3), (4, 5), (6, 6), (7, 7))
        self.table(("No.", "Unit", "Kolom", "Sebelumnya", "Menjadi"), spans, lines)

    def findings(self, summary: Summary) -> None:
        """Every finding with its advice; what holds a row is coloured as in the sheet itself."""
        self.heading(f"Daftar temuan{_of(summary.findings, summary.findings_total)}")
        lines = [
            (
                str(number),
                f"{item.rule_id}\n{_SEVERITIES.get(item.severity, item.severity)}",
                item.place,
                item.column,
                item.found,
                item.expected,
                item.advice,
            )
            for number, item in enumerate(summary.findings, start=1)
        ]
        start = self.row + 1
        spans = tuple((column, column) for column in range(1, _LAST + 1))
        titles = ("No.", "Aturan", "Letak", "Isian", "Ditemukan", "Seharusnya", "Saran")
        self.table(titles, spans, lines)
        for offset, item in enumerate(summary.findings):
            if item.severity in look.MARK_FILLS:
                cell: Any = self.sheet.cell(start + offset, 2)
                cell.fill = look.fill(look.MARK_FILLS[item.severity])
                cell.font = look.font(9, bold=item.severity == "E")


def _of(shown: Sequence[object], total: int) -> str:
    return f" ({len(shown)} dari {total})" if total > len(shown) else ""


def _set_up(sheet: Worksheet, summary: Summary) -> None:
    """A4 landscape, one page wide, protected without a password."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.35
    footer: Any = sheet.oddFooter
    footer.left.text, footer.right.text = f"{SUMMARY_TITLE} {summary.submission}", "Halaman &P dari &N"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
