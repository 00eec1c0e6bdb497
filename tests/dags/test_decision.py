"""The parts of the officers' decision and of the words for failures that need no running Airflow."""

from __future__ import annotations

import pytest

from jujur.orchestration.decision import is_first_try
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
