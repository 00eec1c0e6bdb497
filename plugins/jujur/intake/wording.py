"""Words as senders write them, made comparable: case, spacing, punctuation and invisible characters do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INSIGNIFICANT = re.compile(r"[^\w+#?]+|_+")


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """``text`` for comparison: "Kode  TPS:" and "kode_tps" become "kode tps". Zero-width characters vanish."""
    folded = text.lower() if text.isascii() else _visible(unicodedata.normalize("NFKC", text).casefold())
    return _INSIGNIFICANT.sub(" ", folded).strip()


def stripped(text: str) -> str:
    """``text`` without outer white space and without invisible characters; everything else as the sender wrote it."""
    return text.strip() if text.isascii() else _visible(text).strip()


def _visible(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character) != "Cf")
