"""How many cells of the rows behind the figures are in which state (P07): zero, blank, refused and unknown stay apart."""

from __future__ import annotations

from collections.abc import Iterator

from jujur.domain.areas import Area
from jujur.domain.cells import CellState
from jujur.domain.figures import Figure
from jujur.figures.digests import digest_of
from jujur.figures.tallies import CELL_STATES, Tally

LABELS = {
    CellState.NILAI: "Sel berisi nilai",
    CellState.TIDAK_DIISI: "Sel tidak diisi",
    CellState.TIDAK_BERLAKU: "Sel tidak berlaku",
    CellState.TIDAK_DAPAT_DIAKSES: "Sel tidak dapat diakses atau ditolak",
    CellState.TIDAK_TAHU: "Sel tidak tahu",
    CellState.DITAHAN: "Sel ditahan",
    CellState.DIRAHASIAKAN: "Sel dirahasiakan",
}


def cell_figures(area: Area, tally: Tally, prefix: str, form: str, n: int, total: int) -> Iterator[Figure]:
    """One figure a state. The digest is over the rows that have at least one such cell; ``n`` units of ``total`` reported."""
    for state in CELL_STATES:
        name = f"cells_{state.value}"
        yield Figure(
            f"{prefix}_{state.value.lower()}",
            area.code,
            f"{LABELS[state]}, {form}",
            "sel",
            tally.counts[name],
            tally.counts[name],
            n,
            total,
            rows_digest=digest_of(tally.ids.get(name, ())),
        )
