"""Ink: the only way in which a digit reaches the page (P15, P16).

A template prints plain text without digits, or one of the four values below. Everything else is refused while the page is
made, so a number typed into a template, a caption or a translated sentence never becomes a page (L30).
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from jujur.domain.errors import PublicationBlocked
from jujur.rendering.language import words_of


class UnsourcedNumeral(PublicationBlocked):
    """A digit was about to be printed that no fact stands behind (P15)."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Text with digits and the id of the fact that it displays."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """Alternative text of a picture, made of words and inks: read out, not printed (P47)."""

    parts: tuple[str | Ink, ...]

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def inks(self) -> tuple[Ink, ...]:
        """The inks among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Ink))


@dataclass(frozen=True, slots=True)
class Geometry:
    """A coordinate or a size for an attribute of a drawing. Never text: the page is read back without its attributes."""

    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Checked markup of a picture: an emblem or a QR code."""

    markup: str


def has_digit(text: str) -> bool:
    """True if any character of ``text`` is a digit of any script."""
    return any(character.isdigit() or character.isnumeric() for character in text)


class Printer:
    """Jinja's ``finalize``: lets text, inks, geometry and drawings out, and writes down every ink in the order of printing."""

    def __init__(self) -> None:
        self.printed: list[Ink] = []
        self.spoken: list[Ink] = []

    def __call__(self, value: object) -> str:
        """The text of ``value`` as markup; raises UnsourcedNumeral for a digit without a fact."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Ink):
            self.printed.append(value)
            return escape(value.text)
        if isinstance(value, Spoken):
            return self._speak(value)
        if isinstance(value, Geometry):
            return escape(value.text)
        if isinstance(value, Drawing):
            return Markup(value.markup)  # noqa: S704 (checked by charts.emblem or made by segno)
        return escape(self._words(value))

    def _speak(self, value: Spoken) -> str:
        said = [part.text if isinstance(part, Ink) else self._words(part) for part in value.parts]
        self.spoken.extend(value.inks)
        return escape("".join(said))

    @staticmethod
    def _words(value: object) -> str:
        if not isinstance(value, str):
            raise UnsourcedNumeral(
                f"templat mencetak {type(value).__name__} {value!r}; hanya kata atau fakta yang boleh dicetak"
            )
        if has_digit(value):
            raise UnsourcedNumeral(f"templat mencetak angka tanpa fakta: {value!r}")
        said = words_of(value)
        if has_digit(said):
            raise UnsourcedNumeral(f"terjemahan mencetak angka tanpa fakta: {said!r}")
        return said
