"""That officers were asked is in the ledger, once a question."""

from __future__ import annotations

from pathlib import Path

from tests.days import start_desk

from jujur.operations.asking import EVENT, note_question
from jujur.operations.desk import open_desk


def test_a_question_is_noted_once_and_a_new_one_anew(home: Path) -> None:
    start_desk()
    assert note_question(["e1"], "verify", "dag/run/verify/-1/5")
    assert not note_question(["e1"], "verify", "dag/run/verify/-1/5")
    assert note_question(["e1"], "verify", "dag/run/verify/-1/7")
    with open_desk() as desk, desk.database.reading() as session:
        assert len(session.rows("ledger_events", event=EVENT)) == 2
