"""The gate rules as data: what is frozen with a frame, so that nobody tunes a gate after seeing the data (P12, L49)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class GateCondition:
    """One condition: the figure that carries it, the words that it must satisfy, and the status where it does not.

    ``limit`` is the threshold that the condition is held against, "" for a condition that needs none.
    """

    figure: str
    must: str
    otherwise: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class GateRule:
    """A gate rule in one version. A changed condition is a new version."""

    id: str
    version: int
    conditions: tuple[GateCondition, ...]

    def terms(self, thresholds: Mapping[str, int]) -> dict[str, Any]:
        """The rule as plain JSON values, with the value of every limit in it."""
        return {
            "id": self.id,
            "version": self.version,
            "conditions": [
                {
                    "figure": condition.figure,
                    "must": condition.must,
                    "otherwise": condition.otherwise,
                    "limit": condition.limit,
                }
                for condition in self.conditions
            ],
            "limits": {
                condition.limit: thresholds[condition.limit]
                for condition in self.conditions
                if condition.limit
            },
        }


GATES = (
    GateRule(
        "K-1",
        1,
        (
            GateCondition(
                "timeliness", "at least the limit, in per cent", "BELUM DAPAT DISIMPULKAN", "coverage_percent"
            ),
            GateCondition("incident_forms", "complete", "BELUM DAPAT DISIMPULKAN"),
            GateCondition("incidents_open_severe", "zero", "PERLU PERHATIAN"),
            GateCondition("rows_held", "zero", "PERLU PERHATIAN"),
        ),
    ),
)
