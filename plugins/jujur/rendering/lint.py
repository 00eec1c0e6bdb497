"""Template lint: no digit in visible template text, no way around the printer (P15, P16; L30).

Only what a reader can see or hear counts: text nodes and the attributes that are read out. Coordinates in a drawing, class
names, column widths and style sheets are not numerals of the report.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from jinja2 import Environment, TemplateSyntaxError, nodes

from jujur.rendering.inks import has_digit

HIDDEN = {"style", "script"}
SPOKEN_ATTRIBUTES = {"alt", "title", "aria-label", "summary", "placeholder"}
FORBIDDEN_FILTERS = {
    "safe",
    "forceescape",
    "tojson",
    "format",
    "round",
    "int",
    "float",
    "sum",
    "length",
    "count",
}
_CSS_CONTENT = re.compile(r"content\s*:\s*([^;}]+)")


def lint_template(source: str, environment: Environment) -> list[str]:
    """The sentences that say what is wrong with a template; empty when it is clean."""
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [f"templat tidak dapat dibaca: {error.message}"]
    reader = _VisibleText()
    reader.feed(_without_expressions(source, environment))
    problems = [f"angka dalam teks templat: {text.strip()!r}" for text in reader.seen if has_digit(text)]
    problems += [
        f"saringan terlarang: {found.name}"
        for found in tree.find_all(nodes.Filter)
        if found.name in FORBIDDEN_FILTERS
    ]
    problems += [
        "perhitungan dalam templat"
        for _ in tree.find_all((nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv))
    ]
    problems += ["blok set menyimpan cetakan" for _ in tree.find_all(nodes.AssignBlock)]
    return problems


def lint_css(source: str) -> list[str]:
    """Generated content in a style sheet may hold words and counters, never a digit."""
    return [f"angka dalam content: {found!r}" for found in _CSS_CONTENT.findall(source) if has_digit(found)]


def _without_expressions(source: str, environment: Environment) -> str:
    pieces = (value for _, kind, value in environment.lex(source) if kind == "data")
    return "·".join(pieces)


class _VisibleText(HTMLParser):
    """Collects the text nodes and spoken attributes of a page or of a piece of one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        self.seen.extend(value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)
