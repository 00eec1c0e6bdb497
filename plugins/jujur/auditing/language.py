"""The language of the edition that is being audited, and what the auditor expects to read in it.

The words are the auditor's own (``data/phrases_en.json``), not the catalogue that printed the page: a wrong translation of what
matters must be seen (P12, P14, P15). Sentences about what is wrong are Indonesian, whatever was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

from jujur.domain.languages import PREVAILING, Language

JOINT = " · "
_LANGUAGE: ContextVar[Language] = ContextVar("audited_language", default=PREVAILING)


@contextmanager
def reading_in(language: Language) -> Iterator[None]:
    """Whatever is read inside is expected in ``language``."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def read_language() -> Language:
    """The language that is being read."""
    return _LANGUAGE.get()


def is_english() -> bool:
    """True while an English edition is being audited."""
    return read_language() == "en"


def expected(text: str) -> str:
    """How an Indonesian phrase must read on this edition. Raises KeyError for one whose English the auditor does not know."""
    if not is_english():
        return text
    phrases: Mapping[str, str] = english("phrases")
    return JOINT.join(phrases[part] for part in text.split(JOINT))


@cache
def english(name: str) -> Any:
    """One of the auditor's English lists: "phrases" or "wording"."""
    path = files("jujur.auditing").joinpath("data", f"{name}_en.json")
    return json.loads(path.read_text(encoding="utf-8"))
