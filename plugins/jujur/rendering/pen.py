"""The pen: makes ink from counts, instants, quotations and digests, and keeps what each one means (P15)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Exact
from jujur.domain.periods import to_text
from jujur.rendering import formats
from jujur.rendering.inks import Ink, has_digit
from jujur.rendering.language import Quoted, found, spoken_language
from jujur.rendering.masking import masked

# Facts whose text the desk's own code wrote, though it may hold names that others chose.
OWN_SENTENCES = ("comparison/", "flag/", "contact/")


class Pen:
    """The facts of one paper. Every method gives ink, or plain words where there is no digit to print."""

    def __init__(self) -> None:
        self.facts: dict[str, dict[str, Any]] = {}

    def count(self, fact: str, value: int, meaning: str) -> Ink:
        """A count of things in the content that is not a figure: teams, printed rows, clock shifts."""
        self._note(fact, {"kind": "count", "value": value, "meaning": meaning})
        return Ink(formats.integer(value), fact)

    def exact(self, fact: str, value: Exact, text: str) -> Ink:
        """An exact value that is no figure of its own (a change, an average, a factor), as ``text``."""
        self._note(fact, {"kind": "exact", "value": f"{value.numerator}/{value.denominator}"})
        return Ink(text, fact)

    def when(self, fact: str, value: datetime, style: str = "long") -> Ink:
        """An instant in WIB."""
        self._note(fact, {"kind": "instant", "value": to_text(value)})
        return Ink(formats.instant(value, style), f"{fact}#{style}")

    def quote(self, text: str, source: str) -> Ink | str:
        """A name, code, rule or reason as the desk wrote it; where the catalogue knows it, in the language being printed."""
        return self._cite(text, source) if has_digit(text) else Quoted(found(text) or text)

    def cited(self, text: str, source: str) -> Ink | str:
        """Somebody else's free text as sent, judgement words and private data masked (P12, P16, P43)."""
        shown = masked(text, spoken_language())
        if source.startswith(OWN_SENTENCES):
            return self.quote(shown, source)
        return self._cite(shown, source) if has_digit(shown) else Quoted(shown)

    def digest(self, fact: str, hexadecimal: str, length: int | None = None) -> tuple[Ink | str, ...]:
        """A digest as groups of eight, each a fact of its own position, so that a swapped group is seen."""
        groups = formats.digest(hexadecimal[:length]).split(" ")
        return tuple(
            self._cite(group, f"{fact}:{at}") if has_digit(group) else group
            for at, group in enumerate(groups)
        )

    def _cite(self, text: str, source: str) -> Ink:
        self._note(source, {"kind": "quote", "text": text})
        return Ink(text, source)

    def _note(self, fact: str, meaning: dict[str, Any]) -> None:
        known = self.facts.setdefault(fact, meaning)
        if known != meaning:
            raise PublicationBlocked(f"fakta {fact} hendak dicetak dengan dua arti: {known} dan {meaning}")
