"""Gates: the rule that a status follows from (P12, P23), and the hour before which no results may be printed (P19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from jujur.domain.editions import Edition
from jujur.domain.errors import ConfigurationError
from jujur.domain.periods import Period

# Figures that look like a result: votes by validity, and how many TPS filled them in. Users and ballots are none.
RESULT_NAMES = ("sum_suara_", "filled_suara_")


@dataclass(frozen=True, slots=True)
class GateRule:
    """The conditions under which an area may be called KONDUSIF; frozen with the terms of a frame (L49).

    ``coverage_percent`` is the least share of expected TPS that reported on time with rows that passed and are no older than
    ``data_age_limit_hours``. Open severe incidents and held incident rows above their limits ask for attention.
    """

    id: str
    version: int
    coverage_percent: int
    data_age_limit_hours: int
    open_severe_limit: int
    held_incident_limit: int

    @property
    def name(self) -> str:
        """What is printed beside a status: "K-1 versi 2"."""
        return f"{self.id} versi {self.version}"

    def to_terms(self) -> dict[str, str | int]:
        """The rule as plain JSON values, for the terms of a frame."""
        return asdict(self)

    @classmethod
    def from_terms(cls, terms: Mapping[str, object]) -> GateRule:
        """The rule that :meth:`to_terms` wrote. Raises ConfigurationError for a field too many, too few or of another type."""
        known = {one.name for one in fields(cls)}
        rule_id, numbers = terms.get("id"), {name: terms.get(name) for name in known - {"id"}}
        whole = {name: value for name, value in numbers.items() if type(value) is int}
        if set(terms) != known or not isinstance(rule_id, str) or whole.keys() != numbers.keys():
            raise ConfigurationError(
                f"Aturan gerbang tidak sah: {dict(terms)!r}; isian yang wajib {sorted(known)}."
            )
        return cls(id=rule_id, **whole)


@dataclass(frozen=True, slots=True)
class ResultsGate:
    """From when vote figures may be printed, the quiet period in which nothing like them may, and the law that says so."""

    opens_at: datetime
    quiet: Period
    basis: str

    def is_open_for(self, edition: Edition) -> bool:
        """True when both the cut-off and the release of an edition lie at or after the legal hour, outside the quiet period."""
        moments = (edition.as_of, edition.release_at)
        return all(at >= self.opens_at and at not in self.quiet for at in moments)


def is_result(name: str) -> bool:
    """True for the name of a figure that the legal hour holds back."""
    return name.startswith(RESULT_NAMES)
