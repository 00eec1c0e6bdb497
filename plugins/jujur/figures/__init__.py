"""Figures: rows as known at the cut-off become figures with k, n and N, and figures become gated claims.

Only integers and exact rationals; sums come from SQL, never from means of percentages (L51). Everything is calculated a second
time from plain rows by :mod:`jujur.figures.second`, which shares no code with the first (P34).
"""

from jujur.domain.gates import GateRule
from jujur.figures.agreement import disagreements
from jujur.figures.claims import gate, gate_city
from jujur.figures.compute import compute, refuse_impossible
from jujur.figures.gate_figures import gate_figures
from jujur.figures.incidents import is_open_severe
from jujur.figures.members import Members, members, names_of
from jujur.figures.openings import opening_figures, openings_of
from jujur.figures.recommendations import recommend
from jujur.figures.sentences import claims_of, say
from jujur.figures.tallies import AsKnown
from jujur.figures.week_members import week_members, week_names
from jujur.figures.week_states import WeekKnown
from jujur.figures.weekly import compute_week

__all__ = [
    "AsKnown",
    "GateRule",
    "Members",
    "WeekKnown",
    "claims_of",
    "compute",
    "compute_week",
    "disagreements",
    "gate",
    "gate_city",
    "gate_figures",
    "is_open_severe",
    "members",
    "names_of",
    "opening_figures",
    "openings_of",
    "recommend",
    "refuse_impossible",
    "say",
    "week_members",
    "week_names",
]
