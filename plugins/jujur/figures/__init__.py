"""Figures: rows as known at the cut-off become figures with k, n and N, and figures become gated claims.

Only integers and exact rationals; sums come from SQL, never from means of percentages (L51).
"""

from jujur.domain.gates import GateRule
from jujur.figures.claims import gate, gate_city
from jujur.figures.compute import AsKnown, compute, is_open_severe
from jujur.figures.gate_figures import gate_figures
from jujur.figures.sentences import claims_of, say

__all__ = [
    "AsKnown",
    "GateRule",
    "claims_of",
    "compute",
    "gate",
    "gate_city",
    "gate_figures",
    "is_open_severe",
    "say",
]
