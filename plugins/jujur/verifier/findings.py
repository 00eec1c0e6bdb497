"""What a verification found: checks with an outcome, and findings that words are put to later, in either language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a check ended. What was not tested is never called passed (P48)."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_TESTED = "not_tested"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree. ``code`` names the sentence in :mod:`jujur.verifier.words`, ``args`` go into it."""

    code: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of a report. ``count`` things were compared; ``note`` says what else a reader must know."""

    id: str
    findings: tuple[Finding, ...] = ()
    count: int = 0
    note: Finding | None = None
    is_tested: bool = True

    @property
    def outcome(self) -> Outcome:
        """Failed with any finding; not tested where nothing could be asked."""
        if self.findings:
            return Outcome.FAILED
        return Outcome.PASSED if self.is_tested else Outcome.NOT_TESTED


@dataclass(frozen=True, slots=True)
class Report:
    """The verification of one PDF. ``identity`` is what it says of itself, {} when it cannot be read."""

    name: str
    sha256: str
    size: int
    identity: dict[str, object]
    checks: tuple[Check, ...]

    @property
    def is_honest(self) -> bool:
        """True when nothing failed."""
        return all(check.outcome is not Outcome.FAILED for check in self.checks)
