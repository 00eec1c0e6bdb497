"""What counts as a numeral on paper, and which of them the facts account for (P15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from jujur.auditing.reading import flowing

INNER = {".", ","}


def numerals(text: str) -> list[str]:
    """Runs of letters and digits with at least one digit; a dot or comma between two of them belongs to the run.

    >>> numerals("TPS 012: 23.456 (53,0 %), V03, s.d. 16.00.")
    ['012', '23.456', '53,0', 'V03', '16.00']
    """
    runs, run = [], ""
    for at, character in enumerate(text):
        after = text[at + 1] if at + 1 < len(text) else " "
        if character.isalnum() or (character in INNER and run and after.isalnum() and not after.isspace()):
            run += character
        else:
            runs.append(run)
            run = ""
    return [found for piece in [*runs, run] for found in _trimmed(piece)]


def _trimmed(run: str) -> list[str]:
    """The run from the first letters that touch a digit on: "s.d.16" has its words cut off."""
    if not any(character.isnumeric() for character in run):
        return []
    first = next(at for at, character in enumerate(run) if character.isnumeric())
    start = max(run.rfind(mark, 0, first) for mark in INNER) + 1
    return [run[start:]]


def unresolved(pages: Sequence[str], facts: Mapping[str, Any]) -> list[str]:
    """Numerals without a fact, facts without a numeral, and numerals out of place, over the whole document.

    Every page ends with its furniture (painted last): the inks of the margin and "Halaman i dari n", accounted for exactly.
    The rest of all pages must be the printed inks, in the order of printing, so that two swapped numbers are seen too.
    """
    margin = [number for text, _ in facts["furniture"] for number in numerals(text)]
    expected = [number for text, _ in facts["printed"] for number in numerals(text)]
    found: list[str] = []
    problems = []
    for at, page in enumerate(pages, 1):
        numbers = numerals(flowing(page))
        furniture = [*margin, str(at), str(len(pages))]
        if numbers[len(numbers) - len(furniture) :] != furniture:
            problems.append(
                f"halaman {at}: angka pada kepala atau kaki halaman tidak seperti seharusnya {furniture}"
            )
        found += numbers[: len(numbers) - len(furniture)]
    return problems + _differences(found, expected)


def _differences(found: Sequence[str], expected: Sequence[str]) -> list[str]:
    unsourced, unprinted = Counter(found) - Counter(expected), Counter(expected) - Counter(found)
    problems = [
        f"angka {number} tercetak tanpa fakta ({times} kali)" for number, times in sorted(unsourced.items())
    ]
    problems += [
        f"fakta {number} tidak tampak di halaman ({times} kali)"
        for number, times in sorted(unprinted.items())
    ]
    if not problems and list(found) != list(expected):
        at = next(at for at, pair in enumerate(zip(found, expected, strict=True)) if pair[0] != pair[1])
        problems = [f"urutan angka berubah: angka ke-{at + 1} adalah {found[at]}, seharusnya {expected[at]}"]
    return problems
