"""Reads back the HTML that was just made: which digits would a reader see?"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_NUMERAL = re.compile(r"[^\W_]*\d(?:[^\W_]|[.,](?=\w))*")
UNSEEN = {"head", "style", "script", "title"}


def numerals(text: str) -> list[str]:
    """All runs of letters and digits that hold a digit, inner dots and commas included: "1.234", "V03", "16.72.01"."""
    return _NUMERAL.findall(text)


def visible_text(html: str) -> str:
    """The text nodes of a page, without head, styles and the titles of pictures."""
    reader = _Reader()
    reader.feed(html)
    return " ".join(reader.seen)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.seen.append(data)
