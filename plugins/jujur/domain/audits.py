"""What an audit of a finished document found, property by property (P15, P46, P48)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jujur.domain.properties import PROPERTY_NAMES, Outcome


@dataclass(frozen=True, slots=True)
class AuditResult:
    """The outcome of every property, P01 to P48, and each discrepancy as an Indonesian sentence; none means honest.

    What nobody looked at is UNTESTED and never counts as passed (L50).
    """

    properties: Mapping[str, Outcome]
    discrepancies: tuple[str, ...] = ()

    @property
    def is_passed(self) -> bool:
        """True when nothing was found: only then may the document leave (P46)."""
        return not self.discrepancies and not self.failed

    @property
    def failed(self) -> tuple[str, ...]:
        """The failed properties, in order."""
        return self._those(Outcome.FAILED)

    @property
    def passed(self) -> tuple[str, ...]:
        """The properties that were looked at and hold, in order."""
        return self._those(Outcome.PASSED)

    def _those(self, outcome: Outcome) -> tuple[str, ...]:
        return tuple(name for name in PROPERTY_NAMES if self.properties.get(name) is outcome)
