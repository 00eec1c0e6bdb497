"""The parts of the officers' decision and of the words for failures that need no running Airflow."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.exceptions import TaskAwaitingInput, TaskDeferred

from jujur.orchestration.decision import OfficerDecision, StoredAnswer, is_first_try
from jujur.orchestration.failure import failed_steps


@pytest.mark.parametrize(
    ("try_number", "max_tries", "is_first"),
    [
        (1, 5, True),
        (2, 5, False),  # after a lost race: read the stored answer first
        (3, 7, True),  # cleared after two tries: max_tries became 2 + 5
        (4, 7, False),
    ],
)
def test_a_cleared_task_starts_afresh_and_a_retry_does_not(
    try_number: int, max_tries: int, is_first: bool
) -> None:
    assert is_first_try(try_number, max_tries, retries=5) is is_first


def test_the_notice_names_what_failed_and_not_what_could_not_start() -> None:
    states = {"freeze": "success", "draft_0": "success", "draft_1": "failed", "verify": "upstream_failed"}
    assert failed_steps(states) == ["penyusunan dan pemeriksaan laporan"]


class Asked(Exception):
    """The question was put, over whatever answer was stored."""


class WatchedDecision(OfficerDecision):
    """The real operator; says when it puts the question. ``known`` are the questions that were put before."""

    known: set[str]

    def ask(self, context: Any) -> Any:
        raise Asked

    def is_newly_asked(self, asking: str) -> bool:
        is_new = asking not in self.known
        self.known.add(asking)
        return is_new


def first_try(max_tries: int = 5, try_number: int = 1) -> dict[str, Any]:
    ti = SimpleNamespace(
        id="0",
        dag_id="d",
        run_id="r",
        task_id="verify",
        map_index=-1,
        try_number=try_number,
        max_tries=max_tries,
    )
    return {"task_instance": ti}


@pytest.fixture
def decision() -> WatchedDecision:
    operator = WatchedDecision(task_id="verify", act="verify", edition_ids=["e1"])
    operator.known = set()
    return operator


def test_a_first_try_that_starts_twice_asks_once_and_then_looks_for_the_answer(
    decision: WatchedDecision,
) -> None:
    with pytest.raises(Asked):
        decision.execute(first_try())
    with pytest.raises(TaskDeferred) as deferred:
        decision.execute(first_try())
    assert isinstance(deferred.value.trigger, StoredAnswer)
    with pytest.raises(Asked):
        decision.execute(first_try(max_tries=7, try_number=3))  # cleared by a person


def test_a_question_without_an_answer_is_waited_for_and_not_put_again(decision: WatchedDecision) -> None:
    with pytest.raises(TaskAwaitingInput):
        decision.execute_complete(first_try(), {"is_unanswered": True, "is_asked": True})
    with pytest.raises(Asked):
        decision.execute_complete(first_try(), {"is_unanswered": True, "is_asked": False})
