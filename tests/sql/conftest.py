"""An empty record in which a test may write by hand whatever it likes: nothing of it remains afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.small_record import forging, open_record

from jujur.record.database import Database, Session


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_record(f"sqlite:///{tmp_path_factory.mktemp('blank')}/jujur.sqlite")
    yield database
    database.close()


@pytest.fixture
def hand(blank: Database) -> Iterator[Session]:
    """A session of somebody whom no guard of the database stops."""
    with forging(blank) as (_connection, session):
        yield session
