"""The draw of a spot check, and what comes of it (P44). Standard library only: anybody can redo it from the ledger."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

# Its name stands in the ledger. Another way of drawing gets another name.
ALGORITHM = "sha256(seed|unit) per kecamatan, 1"


def rank(seed: bytes, unit_code: str) -> str:
    """The place of a unit in the draw, the smallest first: sha256 over the seed, a vertical bar and the code, in hexadecimal."""
    return hashlib.sha256(seed + b"|" + unit_code.encode()).hexdigest()


def draw(seed: bytes, units: Mapping[str, str], percent: int) -> tuple[str, ...]:
    """The units to recount, by code: of each kecamatan ``percent`` of its reporting units, rounded up, at least one.

    ``units`` maps the code of each reporting unit to its kecamatan. A kecamatan in which nobody reported has nothing to recount.
    """
    by_kecamatan: dict[str, list[str]] = defaultdict(list)
    for unit_code, kecamatan_code in units.items():
        by_kecamatan[kecamatan_code].append(unit_code)
    drawn: list[str] = []
    for codes in by_kecamatan.values():
        wanted = max(1, -(-len(codes) * percent // 100))
        drawn += sorted(codes, key=lambda code: rank(seed, code))[:wanted]
    return tuple(sorted(drawn))


@dataclass(frozen=True, slots=True)
class Recount:
    """One recounted figure. ``reported`` is what counted when the sample was drawn, None where nothing did."""

    unit_code: str
    column_name: str
    reported: int | None
    recounted: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What recounts say together: ``checked`` units, of whose ``compared`` figures ``differing`` are others than reported.

    ``factor`` is recounted / reported (WHO's verification factor), None while no reported figure above zero was recounted.
    """

    checked: int
    compared: int
    differing: int
    recounted: int
    reported: int
    factor: Fraction | None


def verification(recounts: Iterable[Recount]) -> Verification:
    """Adds recounts up. A figure that nobody reported has been recounted, but is no part of the factor."""
    found: Sequence[Recount] = tuple(recounts)
    pairs = [(item.recounted, item.reported) for item in found if item.reported is not None]
    recounted, reported = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return Verification(
        checked=len({item.unit_code for item in found}),
        compared=len(pairs),
        differing=sum(one != other for one, other in pairs),
        recounted=recounted,
        reported=reported,
        factor=Fraction(recounted, reported) if reported else None,
    )
