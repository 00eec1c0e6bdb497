"""Figures: rows as known at the cut-off become figures with k, n and N, and figures become gated claims.

Only integers and exact rationals; sums come from SQL, never from means of percentages (L51).
"""

from jujur.figures.claims import gate, gate_city
from jujur.figures.compute import AsKnown, compute, is_open_severe

__all__ = ["AsKnown", "compute", "gate", "gate_city", "is_open_severe"]
