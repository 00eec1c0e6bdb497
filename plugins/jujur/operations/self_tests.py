"""What an edition was tested for when its figures were computed, entered with them and never asked again (P48).

Trials and checks of the record are made once, beside the figures that they are about; draft, edition and every later reading
print the same outcome. An edition whose figures were computed before there were such tests has none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from jujur.domain.editions import Edition, EditionStatus
from jujur.domain.figures import Figure
from jujur.domain.properties import Basis, Outcome
from jujur.operations import tracing
from jujur.operations.agreement import plain_data
from jujur.operations.desk import Desk
from jujur.operations.figure_digest import figures_digest
from jujur.operations.lineage import is_chained, is_traceable
from jujur.operations.trial_ground import ground_of
from jujur.operations.trials import TRIALS, tried
from jujur.record import editions
from jujur.record.canonical import canonical_json
from jujur.record.database import Session

Outcomes = Mapping[str, Outcome]
CHECKS = ("P37", "P41")
BASES: Mapping[str, Basis] = dict.fromkeys(TRIALS, Basis.TRIAL) | dict.fromkeys(CHECKS, Basis.RECORD)


class Examination:
    """The tests of all editions of one slot, which share what was known at its cut-off."""

    def __init__(self, desk: Desk, session: Session, editions_of_slot: Sequence[Edition]) -> None:
        first = editions_of_slot[0]
        self._desk, self._session = desk, session
        self._plain = plain_data(desk, session, desk.config.calendar.slot_of(first), first.as_of)
        self._known = tracing.known_of(desk, session, first)

    def of(self, edition: Edition, figures: Mapping[str, Figure]) -> dict[str, Outcome]:
        """What becomes of each tested property; ``figures`` are those that are entered for the edition."""
        chooser = int(figures_digest(figures), 16)
        ground = ground_of(self._desk, self._session, edition, self._plain, chooser)
        return {
            **tried(ground),
            "P37": is_chained(self._session, edition),
            "P41": is_traceable(self._desk, self._session, edition, figures, self._known),
        }


def written(outcomes: Outcomes) -> str:
    """The outcomes as they are entered beside the step "dihitung"."""
    return canonical_json({name: one.value for name, one in outcomes.items()}).decode()


def recorded(session: Session, edition_id: str) -> dict[str, Outcome] | None:
    """The outcomes that were entered with the figures of an edition; None where there were no such tests."""
    text = editions.detail_of(session, edition_id, EditionStatus.COMPUTED)
    return {name: Outcome(one) for name, one in json.loads(text).items()} if text else None
