"""Fixtures for all tests: a desk of its own for each, on SQLite or on a real PostgreSQL, and the real day's workbooks."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "scripts")]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    from tests.postgres import running_postgres

    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> str:
    """An empty database of its own."""
    import secrets

    name = f"t{secrets.token_hex(8)}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres_server.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each test that asks for it runs twice: on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/home/jujur.sqlite"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty JUJUR_HOME with the default SQLite record."""
    folder = tmp_path / "home"
    for name in ("JUJUR_DATABASE_URL", "JUJUR_RAW_URL", "JUJUR_DESK", "JUJUR_SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JUJUR_HOME", str(folder))
    monkeypatch.setenv("JUJUR_CODE_VERSION", "uji")
    return folder


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """The demonstration's workbooks, as ``demo_inputs.DemoFile``."""
    from demo_inputs import make_inputs

    from jujur.settings.desk import load_desk

    return list(make_inputs(tmp_path_factory.mktemp("kiriman"), load_desk(PROJECT / "config" / "pagar-alam")))


@pytest.fixture(scope="session")
def received_day(workbooks: list[object], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JUJUR_HOME in which the whole real day was received and judged, up to the cut-off. Copy it, do not change it."""
    from tests.days import receive_the_day

    folder = tmp_path_factory.mktemp("day") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        receive_the_day(workbooks)
    return folder


@pytest.fixture
def day(received_day: Path, home: Path) -> Path:
    """A copy of the received day, as the current JUJUR_HOME."""
    shutil.copytree(received_day, home)
    return home


@pytest.fixture(scope="session")
def mail_server_factory() -> Callable[[Path], object]:
    from tests.mail import MailServer

    return MailServer


@pytest.fixture
def mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A real SMTP server on this machine; see tests/mail.py."""
    from tests.mail import MailServer

    with MailServer() as server:
        monkeypatch.setenv("JUJUR_SMTP_URL", server.url)
        yield server
