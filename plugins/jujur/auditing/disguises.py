"""Words in disguise: spaced, of another script, with invisible characters, hyphens or digits for letters (P12; L14, L45)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LOOKALIKES = str.maketrans(
    "авсԁеһніјкморԛѕтѵԝхуґαβεικμνορτυχ",
    "abcdehhijkmopqstvwxyrabeikmvoptux",
)
_DIGIT_LETTERS = str.maketrans("013457@$", "oieastas")
_HYPHENS = r"[\-_\u2010-\u2015\u2212]"
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][\s.*·]{1,3}){3,}[^\W\d_](?!\w)")
_MIXED = re.compile(r"(?=\S*[^\W\d_]\S*[^\W\d_])(?=\S*[013457@$])[\w@$]+")


def bare(text: str) -> str:
    """Small Latin letters without accents, invisible characters or look-alikes; white space as it was."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = (letter for letter in letters if unicodedata.category(letter) not in ("Cf", "Mn", "Co", "Cn"))
    return "".join(kept).translate(_LOOKALIKES)


def guises(text: str) -> Iterator[str]:
    """The readings of a text that a reader could take from it: hyphens as spaces and as nothing, digits read as letters."""
    plain = bare(text)
    yield " ".join(re.sub(rf"{_HYPHENS}+", " ", plain).split())
    yield " ".join(re.sub(rf"{_HYPHENS}+\s*", "", plain).split())
    yield " ".join(_MIXED.sub(lambda found: found[0].translate(_DIGIT_LETTERS), plain).split())


def spaced_out(text: str) -> list[str]:
    """Runs of four or more single letters with something between them, joined: "k o n d u s i f" is "kondusif"."""
    plain = re.sub(rf"{_HYPHENS}+", " ", bare(text))
    return [re.sub(r"[\s.*·]", "", run) for run in _SPACED.findall(plain)]
