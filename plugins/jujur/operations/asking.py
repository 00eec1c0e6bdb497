"""That officers were asked to decide: once a question, in the ledger, before the question is put."""

from __future__ import annotations

import json
from collections.abc import Sequence

from jujur.domain.editions import Act
from jujur.operations.desk import open_desk
from jujur.record import ledger

EVENT = "decision_asked"


def note_question(edition_ids: Sequence[str], act: Act, asking: str) -> bool:
    """Enters that the officers of ``act`` are asked about editions; False, and nothing entered, if ``asking`` already was.

    ``asking`` names one putting of the question: a question that is put anew, after a person cleared it, has another name.
    """
    with open_desk() as desk, desk.database.writing() as session:
        known = session.rows("ledger_events", event=EVENT)
        if any(json.loads(row["payload"])["asking"] == asking for row in known):
            return False
        payload = {"editions": list(edition_ids), "act": act, "asking": asking}
        ledger.append(session, desk.now(), "desk", EVENT, payload)
        return True
