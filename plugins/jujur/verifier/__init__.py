"""From PDF files alone: take out what is inside, recompute, rebuild, compare, check signatures (P35, P36, P39).

Shares no computing code with the rooms that made the report, and needs no record, no configuration and no network.
"""

from jujur.verifier.findings import Check, Finding, Outcome, Report
from jujur.verifier.verify import own_figures, own_reprint, verify

__all__ = ["Check", "Finding", "Outcome", "Report", "own_figures", "own_reprint", "verify"]
