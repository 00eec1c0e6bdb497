"""The language that is being printed: words from the catalogue, names and quotations as they were sent.

Templates, tables and sentences are Indonesian. For another language each of them passes its own catalogue (gettext, ``.po``)
on its way to the page; a text without an entry stops the build, so nothing is left in Indonesian by accident. The language is a
context of the whole printing, like the locale of a program: whoever formats a number need not be handed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

from jujur.domain.errors import PublicationBlocked
from jujur.domain.languages import PREVAILING, Language

CATALOGUE = "translations/{language}/LC_MESSAGES/jujur.po"
# Between the words of a status: "DEMONSTRASI · SEMENTARA".
JOINT = " · "
# Between the context and the text of an entry that holds in one template only (gettext's own mark).
IN_CONTEXT = "\x04"


class Untranslated(PublicationBlocked):
    """A text was about to be printed in Indonesian in an edition of another language."""


class Quoted(str):
    """Somebody's own words: they stay as they were sent, in every language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """A language, its catalogue (none for Indonesian), and the names that stay as they are."""

    language: Language
    words: Mapping[str, str]
    names: frozenset[str]


_INDONESIAN = Speech(PREVAILING, MappingProxyType({}), frozenset())
_SPEECH: ContextVar[Speech] = ContextVar("speech", default=_INDONESIAN)


@contextmanager
def speaking(language: Language, assets: Path, names: frozenset[str] = frozenset()) -> Iterator[None]:
    """Everything that is formatted or printed inside is in ``language``. Raises Untranslated when there is no such catalogue."""
    words = {} if language == PREVAILING else catalogue(assets / CATALOGUE.format(language=language))
    token = _SPEECH.set(Speech(language, words, names))
    try:
        yield
    finally:
        _SPEECH.reset(token)


def spoken_language() -> Language:
    """The language that is being printed."""
    return _SPEECH.get().language


def is_translating() -> bool:
    """False in Indonesian, where every text stays what it is."""
    return spoken_language() != PREVAILING


def found(text: str, context: str = "") -> str | None:
    """``text`` in the language that is being printed, with its white space; None when the catalogue has no such entry.

    ``context`` is the template, or the kind of sentence, for which an entry of its own may exist.
    """
    if not is_translating() or not any(map(str.isalpha, text)):
        return text
    words, core = _SPEECH.get().words, normalised(text)
    for key in (f"{context}{IN_CONTEXT}{core}", core):
        if key in words:
            return _around(text, words[key])
    parts = core.split(JOINT)
    if len(parts) > 1 and all(part in words for part in parts):
        return _around(text, JOINT.join(words[part] for part in parts))
    return None


def translate(text: str, context: str = "") -> str:
    """``text`` in the language that is being printed. Raises Untranslated when the catalogue lacks it."""
    said = found(text, context)
    if said is None:
        raise Untranslated(f"tanpa terjemahan ({spoken_language()}): {normalised(text)!r}")
    return said


def words_of(value: str) -> str:
    """A text on its way to the page: quotations and names as they are, everything else by the catalogue."""
    if isinstance(value, Quoted):
        return value
    said = found(value)
    if said is None and normalised(value) in _SPEECH.get().names:
        return value
    return translate(value) if said is None else said


def normalised(text: str) -> str:
    """The key of a text in the catalogue: on one line, without white space around it."""
    return " ".join(text.split())


@lru_cache(maxsize=4)
def catalogue(path: Path) -> Mapping[str, str]:
    """The entries of a catalogue. Raises Untranslated for a missing file, PublicationBlocked for an entry without translation."""
    try:
        with path.open("rb") as stream:
            entries = {_key(one.context, str(one.id)): str(one.string) for one in read_po(stream) if one.id}
    except FileNotFoundError:
        raise Untranslated(f"katalog terjemahan {path.name} tidak ada") from None
    empty = [key for key, value in entries.items() if not value.strip()]
    if empty:
        raise Untranslated(f"katalog {path.name}: tanpa terjemahan {empty[:3]}")
    return entries


def _key(context: str | None, text: str) -> str:
    return f"{context}{IN_CONTEXT}{text}" if context else text


def _around(text: str, core: str) -> str:
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{core}{after}"
