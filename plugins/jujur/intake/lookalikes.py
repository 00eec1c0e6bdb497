"""Letters of another script that look like Latin ones: "Dempо" with a Cyrillic о is another word to a computer."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Only ever used to word a suggestion.
_CYRILLIC = {
    "а": "a",
    "в": "b",
    "с": "c",
    "ԁ": "d",
    "е": "e",
    "һ": "h",
    "н": "h",
    "і": "i",
    "ј": "j",
    "к": "k",
}
_CYRILLIC |= {
    "м": "m",
    "о": "o",
    "р": "p",
    "ԛ": "q",
    "ѕ": "s",
    "т": "t",
    "ѵ": "v",
    "ԝ": "w",
    "х": "x",
    "у": "y",
}
_GREEK = {
    "α": "a",
    "β": "b",
    "ε": "e",
    "ι": "i",
    "κ": "k",
    "μ": "m",
    "ν": "n",
    "ο": "o",
    "ρ": "p",
    "τ": "t",
    "υ": "u",
}
_LATIN = str.maketrans(_CYRILLIC | _GREEK)


@lru_cache(maxsize=4_096)
def has_lookalikes(text: str) -> bool:
    """True if a letter of ``text`` is not Latin. Full-width Latin letters are Latin."""
    return not text.isascii() and any(
        letter.isalpha() and "LATIN" not in unicodedata.name(letter, "") for letter in text
    )


def latin_look(text: str) -> str:
    """``text`` in small letters, look-alikes replaced by what they look like."""
    return text.casefold().translate(_LATIN)
