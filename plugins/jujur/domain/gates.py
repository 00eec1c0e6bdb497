"""Gates: the rule that a status follows from (P12, P23), and the hour before which no results may be printed (P19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from jujur.domain.editions import Edition
from jujur.domain.errors import ConfigurationError
from jujur.domain.periods import Period, from_text, to_text

# What a gate rule shares with the thresholds of a desk.
SHARED_LIMITS = ("coverage_percent", "data_age_limit_hours")
# Figures that look like a result: votes by validity, and how many TPS filled them in. Users and ballots are none.
RESULT_NAMES = ("sum_suara_", "filled_suara_")
# A take of voting day counts logistics and openings, and nothing else that teams count: how people voted is for the day's report.
TAKE = "hari_h"
LOGISTICS = ("surat_suara_diterima",)
OPENINGS = "opening_"


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

    def by(self, thresholds: Mapping[str, int]) -> GateRule:
        """The same rule held against other thresholds."""
        return replace(
            self,
            coverage_percent=thresholds["coverage_percent"],
            data_age_limit_hours=thresholds["data_age_limit_hours"],
        )

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

    def to_terms(self) -> dict[str, str]:
        """The gate as plain JSON values, for the terms of a frame."""
        moments = {
            "opens_at": self.opens_at,
            "quiet_from": self.quiet.starts_at,
            "quiet_until": self.quiet.ends_at,
        }
        return {name: to_text(at) for name, at in moments.items()} | {"basis": self.basis}

    @classmethod
    def from_terms(cls, terms: Mapping[str, str]) -> ResultsGate:
        """The gate that :meth:`to_terms` wrote."""
        quiet = Period(from_text(terms["quiet_from"]), from_text(terms["quiet_until"]))
        return cls(from_text(terms["opens_at"]), quiet, terms["basis"])

    def is_open_for(self, edition: Edition) -> bool:
        """True when both the cut-off and the release of an edition lie at or after the legal hour, outside the quiet period."""
        moments = (edition.as_of, edition.release_at)
        return all(at >= self.opens_at and at not in self.quiet for at in moments)


def is_result(name: str) -> bool:
    """True for the name of a figure that the legal hour holds back."""
    return name.startswith(RESULT_NAMES)


def is_vote_figure(name: str) -> bool:
    """True for the name of a figure about how people voted, or might: turnout, and every column counted but the logistics."""
    column = name.removeprefix("sum_").removeprefix("filled_")
    is_counted = column != name and not column.startswith(OPENINGS)
    return name == "turnout" or (is_counted and column not in LOGISTICS)


def is_barred(name: str, edition: Edition, gate: ResultsGate) -> bool:
    """True for the name of a figure that an edition may not carry: in a take no vote figure, else no result before its hour."""
    if edition.kind == TAKE:
        return is_vote_figure(name)
    return is_result(name) and not gate.is_open_for(edition)


def left_out(columns: Iterable[str], edition: Edition) -> tuple[str, ...]:
    """Those of the counted ``columns`` that a take leaves out whole, in their order; () for every other kind."""
    return tuple(name for name in columns if edition.kind == TAKE and is_vote_figure(f"sum_{name}"))
