"""Judgement words that hide behind spaces, other scripts, invisible characters, hyphens or digits (P12, L45).

The auditor refuses a page with such a word, so a sender could stop a report with one. Text that hides a word is not repaired but
masked as a whole. Written a second time, apart from the auditor's (ADR 0014).
"""

from __future__ import annotations

import unicodedata

_LOOKS = {
    **dict(zip("авсԁеһніјкмор", "abcdehhijkmop", strict=True)),
    **dict(zip("ԛѕтѵԝхуґαβεικ", "qstvwxyrabeik", strict=True)),
    **dict(zip("μνορτυχ", "mvoptux", strict=True)),
}
_LETTER_FOR_DIGIT = dict(zip("013457@$", "oieastas", strict=True))
_HYPHENS = {"-", "_", "\u2212", *(chr(code) for code in range(0x2010, 0x2016))}
_BETWEEN = set(" .*·")
SHORTEST_RUN = 4


def readings(text: str) -> list[str]:
    """Everything that a text could be read as, in small Latin letters; spaced-out words joined, each on its own."""
    plain = _plain(text)
    open_ = "".join(" " if letter in _HYPHENS else letter for letter in plain)
    return [
        " ".join(open_.split()),
        " ".join(_closed(plain).split()),
        " ".join(_lettered(word) for word in plain.split()),
    ]


def spaced_words(text: str) -> list[str]:
    """ "k o n d u s i f" as "kondusif"."""
    open_ = "".join(" " if letter in _HYPHENS else letter for letter in _plain(text))
    pieces = "".join(" " if letter in _BETWEEN else letter for letter in open_).split()
    runs: list[str] = [""]
    for piece in pieces:
        is_letter = len(piece) == 1 and piece.isalpha()
        runs[-1] += piece if is_letter else ""
        if not is_letter:
            runs.append("")
    return [run for run in runs if len(run) >= SHORTEST_RUN]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    seen = (letter for letter in letters if unicodedata.category(letter) not in {"Cf", "Mn", "Co", "Cn"})
    return " ".join("".join(_LOOKS.get(letter, letter) for letter in seen).split())


def _closed(plain: str) -> str:
    """Hyphens taken out, with the space after them."""
    kept: list[str] = []
    is_after_hyphen = False
    for letter in plain:
        is_hyphen = letter in _HYPHENS
        if not is_hyphen and not (is_after_hyphen and letter == " "):
            kept.append(letter)
        is_after_hyphen = is_hyphen or (is_after_hyphen and letter == " ")
    return "".join(kept)


def _lettered(word: str) -> str:
    """Digits as the letters that they resemble, in words that have at least two letters."""
    letters = sum(letter.isalpha() for letter in word)
    return "".join(_LETTER_FOR_DIGIT.get(letter, letter) for letter in word) if letters > 1 else word
