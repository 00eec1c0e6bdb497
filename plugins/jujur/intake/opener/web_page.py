"""Tables of a web page: many systems export "Excel" files that are HTML. Only what the page would show is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from jujur.intake.limits import Limits
from jujur.intake.opener.marks import Marks, marked_sheet
from jujur.intake.opener.refusal import Refusal

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|script|meta|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_NEVER_TEXT = ("script", "style", "template", "select", "textarea", "title")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
# HTML's own bounds for spans.
_WIDEST, _TALLEST = 1_000, 65_534

Attributes = dict[str, str]


def is_page(text: str) -> bool:
    """True if ``text`` begins as a web page does."""
    return _PAGE.match(text[:4096]) is not None


def read_page(text: str, limits: Limits) -> list[dict[str, Any]]:
    """Each table that holds data as a sheet, as ``sheets.read_sheets`` answers them; spanned cells are blank but the first.

    Hidden rows are read and marked, as those of a workbook; other hidden text is left out and counted in ``unseen``.

    :raises Refusal: no table with data (a login page, a message), or more cells than allowed.
    """
    page = _Page(limits)
    page.feed(text)
    page.close()
    tables = [table for table in page.tables if sum(any(row) for row in table.rows) > 1]
    if page.asks_password or not tables:
        raise Refusal("html")
    if len(tables) > limits.sheets:
        raise Refusal("too_large")
    return [
        marked_sheet(f"tabel {number}", table.is_visible, table.rectangular(limits.cells), table.marks)
        | {"unseen": table.unseen}
        for number, table in enumerate(tables, 1)
    ]


class _Hidden:
    """Where hidden text begins and ends. Only tags of the kind that began it can end it, so unclosed ones do no harm."""

    def __init__(self) -> None:
        self._tag, self._depth = "", 0

    def __bool__(self) -> bool:
        return self._depth > 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in _VOID:
            return
        if self._depth:
            self._depth += tag == self._tag
        elif _is_unseen(attributes):
            self._tag, self._depth = tag, 1

    def end(self, tag: str) -> None:
        self._depth -= self._depth > 0 and tag == self._tag

    def clear(self) -> None:
        self._depth = 0


@dataclass(slots=True)
class _Table:
    is_visible: bool
    rows: list[list[Any]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    unseen: int = 0
    column: int = 0
    width: int = 0
    # By column: how many rows below the current one are still covered from above.
    covered: dict[int, int] = field(default_factory=dict)
    cell: list[str] | None = None
    attributes: Attributes = field(default_factory=dict)
    hidden: _Hidden = field(default_factory=_Hidden)

    def start_row(self, attributes: Attributes) -> None:
        self.end_cell()
        self.covered = {column: left - 1 for column, left in self.covered.items() if left > 1}
        if _is_unseen(attributes):
            self.marks.hidden_rows.append((len(self.rows), len(self.rows) + 1))
        self.rows.append([])
        self.column = 0

    def start_cell(self, attributes: Attributes) -> None:
        self.end_cell()
        if not self.rows:
            self.start_row({})
        self.cell, self.attributes = [], attributes

    def end_cell(self) -> None:
        """Put the cell in its place. A cell that is not shown takes none."""
        if self.cell is None:
            return
        text, attributes = " ".join("".join(self.cell).split()), self.attributes
        self.cell = None
        self.hidden.clear()
        if _is_unseen(attributes):
            self.unseen += text != ""
            return
        while self.column in self.covered:
            self.column += 1
        row, width = self.rows[-1], _span(attributes.get("colspan"), _WIDEST)
        row.extend([""] * (self.column - len(row)))
        row.append(text)
        # Excel's own HTML says which cells were computed.
        if "x:fmla" in attributes:
            self.marks.formulas.append((len(self.rows) - 1, self.column, 1, 1))
        height = _span(attributes.get("rowspan"), _TALLEST)
        self.covered |= dict.fromkeys(range(self.column, self.column + width), height) if height > 1 else {}
        self.column += width
        self.width = max(self.width, self.column)

    def rectangular(self, cells: int) -> list[list[Any]]:
        """The rows as wide as the widest, without the blank ones at the end.

        :raises Refusal: that would be more than ``cells``.
        """
        while not any(self.rows[-1]):
            self.rows.pop()
        if len(self.rows) * self.width > cells:
            raise Refusal("too_large")
        for row in self.rows:
            row.extend([""] * (self.width - len(row)))
        return self.rows


class _Page(HTMLParser):
    """Collects the tables; a table inside a cell is one of its own."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.asks_password = False
        self._open: list[_Table] = []
        self._silent: list[str] = []
        self._hidden = _Hidden()
        self._budget = limits.cells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "input" and attributes.get("type", "").lower() == "password":
            self.asks_password = True
        if tag in _NEVER_TEXT:
            self._silent.append(tag)
        elif tag == "table":
            self._start_table(attributes)
        elif self._open:
            self._start_inside(self._open[-1], tag, attributes)
        else:
            self._hidden.start(tag, attributes)

    def _start_table(self, attributes: Attributes) -> None:
        is_inside_hidden = bool(self._open[-1].hidden) if self._open else bool(self._hidden)
        table = _Table(not (is_inside_hidden or _is_unseen(attributes)))
        self._open.append(table)
        self.tables.append(table)

    def _start_inside(self, table: _Table, tag: str, attributes: Attributes) -> None:
        if tag in ("tr", "td", "th"):
            # Cells covered from above are cells of the row too.
            self._charge(len(table.covered) if tag == "tr" else _span(attributes.get("colspan"), _WIDEST))
            if "template" not in self._silent:
                # An unclosed tag must not silence the rest of the table.
                self._silent.clear()
            start = table.start_row if tag == "tr" else table.start_cell
            start(attributes)
            return
        table.hidden.start(tag, attributes)
        if tag in ("br", "p", "div") and table.cell is not None:
            table.cell.append(" ")

    def _charge(self, cells: int) -> None:
        self._budget -= 1 + cells
        if self._budget < 0:
            raise Refusal("too_large")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif not self._open:
            self._hidden.end(tag)
        elif tag in ("table", "tr", "td", "th"):
            self._open[-1].end_cell()
            if tag == "table":
                self._open.pop()
        else:
            self._open[-1].hidden.end(tag)

    def handle_data(self, data: str) -> None:
        if self._silent or not self._open or (table := self._open[-1]).cell is None:
            return
        if table.hidden:
            table.unseen += data.strip() != ""
        else:
            table.cell.append(data)

    def close(self) -> None:
        super().close()
        for table in self._open:
            table.end_cell()


def _is_unseen(attributes: Attributes) -> bool:
    return "hidden" in attributes or _UNSEEN.search(attributes.get("style", "")) is not None


def _span(text: str | None, most: int) -> int:
    """A span as browsers read it: leading digits, 1 for anything else, never beyond HTML's bound."""
    found = re.match(r"\s*(\d{1,9})", text or "", re.ASCII)
    return min(max(int(found[1]), 1), most) if found else 1
