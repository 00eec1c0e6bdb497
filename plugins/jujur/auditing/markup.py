"""What a reader of an HTML message reads: its text and that of pictures, without tags, attributes and styles (P12, L45)."""

from __future__ import annotations

from html.parser import HTMLParser

UNSEEN = {"head", "style", "script"}
# Between these a word goes on: "kon<b>dusif</b>" is one word to a reader.
INLINE = {"a", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr"}
SPOKEN = {"alt", "title", "aria-label"}


def read_markup(text: str) -> str:
    """The words of a message; plain text stays as it is."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.seen)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        self.seen.extend(f" {value} " for name, value in attrs if name in SPOKEN and value)
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and self._unseen > 0
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.seen.append(data)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.seen.append(" ")
