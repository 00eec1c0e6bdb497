"""Figures: rows as known at the cut-off become figures with k, n and N, and figures become gated claims.

Only integers and exact rationals; sums come from SQL, never from means of percentages (L51). Everything is calculated a second
time from plain rows by :mod:`jujur.figures.second`, which shares no code with the first (P34).
"""

from jujur.figures.agreement import differences
from jujur.figures.claims import gate, gate_city
from jujur.figures.compute import compute, refuse_impossible
from jujur.figures.incidents import is_open_severe
from jujur.figures.members import Members, members, names_of
from jujur.figures.tallies import AsKnown

__all__ = [
    "AsKnown",
    "Members",
    "compute",
    "differences",
    "gate",
    "gate_city",
    "is_open_severe",
    "members",
    "names_of",
    "refuse_impossible",
]
