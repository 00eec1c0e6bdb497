"""Whether two calculators that share no code say the same of every figure (P34)."""

from __future__ import annotations

from collections.abc import Mapping

from jujur.domain.figures import Figure
from jujur.figures.second import Recount


def disagreements(first: Mapping[str, Figure], second: Mapping[str, Recount]) -> list[str]:
    """A sentence on every figure that one of the two has otherwise or not at all, by key; [] means full agreement.

    Exact: value, k, n, N, denominator, bounds and digest, and a figure that only one of them has is a difference too.
    """
    found = []
    for key in sorted({*first, *second}):
        if key not in first or key not in second:
            found.append(f"{key}: hanya dihitung oleh mesin {'kedua' if key not in first else 'pertama'}")
            continue
        for part, again in second[key]._asdict().items():
            said = getattr(first[key], part)
            if said != again:
                found.append(f"{key} ({part}): mesin pertama {said}, mesin kedua {again}")
    return found
