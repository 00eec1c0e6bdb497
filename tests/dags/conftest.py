"""Airflow for tests: a home of its own, and a live set of services shared by the tests that need one."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from services import Services

PROJECT = Path(__file__).resolve().parents[2]
LIVE_DAGS = Path(__file__).parent / "live_dags"

# Before anything imports airflow: it reads these once.
_HOME = Path(tempfile.mkdtemp(prefix="jujur-airflow-"))
os.environ |= {
    "AIRFLOW_HOME": str(_HOME),
    "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
}
for folder in (PROJECT / "plugins", PROJECT / "scripts"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def pytest_unconfigure() -> None:
    """Leave nothing in the temporary folder."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A real Airflow with the DAGs of ``live_dags`` and two officers."""
    from services import Services

    home = tmp_path_factory.mktemp("live")
    settings = {"AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1"}
    with Services(
        home=home, officers=["ani", "budi"], dags_folder=LIVE_DAGS, environment=settings
    ) as services:
        yield services
