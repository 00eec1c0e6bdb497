"""What the tests of honesty share: small desks on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.honesty.small_desk import Bounds, Desks, judging_fast


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Desks:
    """Small desks, new for every example."""
    return Desks(tmp_path_factory.mktemp("honesty"), postgres_server)


@pytest.fixture(scope="module")
def bounds() -> Iterator[Bounds]:
    """Judging without a child process, and with Great Expectations for some of the batches only."""
    one = Bounds()
    with judging_fast(one):
        yield one
