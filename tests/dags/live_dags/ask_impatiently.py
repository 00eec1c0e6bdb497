"""Asks an officer who has six seconds."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag
from ask_officer import NotedDecision


@dag(schedule=None)
def ask_impatiently() -> None:
    """One question that times out."""
    NotedDecision(task_id="verify", act="verify", edition_ids=["e1"], response_timeout=timedelta(seconds=6))


ask_impatiently()
