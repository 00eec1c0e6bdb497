"""Asks one officer about one edition and notes what is recorded, in ``JUJUR_HOME/decisions/<run_id>``."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from airflow.sdk import dag, get_current_context
from airflow.sdk.execution_time.hitl import HITLUser

from jujur.orchestration.decision import OfficerDecision


class NotedDecision(OfficerDecision):
    """The real operator, with a file in place of the desk and its record."""

    def is_newly_asked(self, asking: str) -> bool:
        """A file a question, in place of the ledger."""
        folder = Path(os.environ["JUJUR_HOME"]) / "asked"
        folder.mkdir(exist_ok=True)
        try:
            (folder / asking.replace("/", "_")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def officers(self) -> list[HITLUser]:
        """Only Ani."""
        return [HITLUser(id="ani", name="Pemeriksa")]

    def describe(self) -> str:
        """What is decided."""
        return "Edisi percobaan"

    def record(self, actor: str, is_agreed: bool, reason: str) -> None:
        """One line a decision; like the desk's record, the same decision twice is one decision."""
        folder = Path(os.environ["JUJUR_HOME"]) / "decisions"
        folder.mkdir(exist_ok=True)
        notes = folder / get_current_context()["run_id"]
        decision = f"{actor}|{is_agreed}|{reason}"
        known = notes.read_text().splitlines() if notes.exists() else []
        if decision not in known:
            notes.write_text("\n".join([*known, decision]) + "\n")


@dag(schedule=None)
def ask_officer() -> None:
    """One question."""
    NotedDecision(task_id="verify", act="verify", edition_ids=["e1"], response_timeout=timedelta(minutes=10))


ask_officer()
