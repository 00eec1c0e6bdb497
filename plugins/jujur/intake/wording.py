"""Words as senders write them, made comparable: case, spacing, punctuation and invisible characters do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The characters that nobody sees (Unicode category Cf), as a pattern: asking for the category of each letter is many times
# slower, and every letter that a stranger sends is looked at several times.
_INVISIBLE = re.compile(
    "["
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-"
    "\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    "]"
)
_INSIGNIFICANT = re.compile(r"[^\w+#?]+|_+")
_LONGEST = 500


def plain(text: str) -> str:
    """``text`` for comparison: "Kode  TPS:" and "kode_tps" become "kode tps". Zero-width characters vanish."""
    # No word that we compare is so long, and what a stranger sends must not fill the memory.
    return _remembered(text) if len(text) <= _LONGEST else _plain(text)


def _plain(text: str) -> str:
    folded = text.lower() if text.isascii() else _visible(unicodedata.normalize("NFKC", text).casefold())
    return _INSIGNIFICANT.sub(" ", folded).strip()


_remembered = lru_cache(maxsize=16_384)(_plain)


def stripped(text: str) -> str:
    """``text`` without outer white space and without invisible characters; everything else as the sender wrote it."""
    return text.strip() if text.isascii() else _visible(text).strip()


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text)


def compact(text: str) -> str:
    """``text`` for comparing names: "PAGARALAM-UTARA" and "Pagar Alam  Utara" become "pagaralamutara"."""
    return plain(text).replace(" ", "")
