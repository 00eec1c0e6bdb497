"""Days that were drafted and published once, for the tests of publishing, auditing and sending."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.days import CUT_OFF
from tests.published_days import APPROVER, REASON, TENGAH, VERIFIER

from jujur.operations import publish, seal


@pytest.fixture(scope="session")
def drafted_day(received_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The received day with one edition (Dempo Tengah) drafted. Copy it, do not change it."""
    folder = tmp_path_factory.mktemp("drafted") / "home"
    shutil.copytree(received_day, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        publish.compute_figures(publish.freeze_editions(CUT_OFF))
        publish.draft_edition(TENGAH)
    return folder


@pytest.fixture(scope="session")
def published_day(drafted_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drafted day with that edition agreed by both officers, published and sealed."""
    folder = tmp_path_factory.mktemp("published") / "home"
    shutil.copytree(drafted_day, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        publish.record_decision([TENGAH], "verify", VERIFIER, True, REASON)
        publish.record_decision([TENGAH], "approve", APPROVER, True, REASON)
        publish.finish_edition(TENGAH)
        seal.seal_edition(TENGAH)
    return folder


@pytest.fixture
def drafted(drafted_day: Path, home: Path) -> Path:
    shutil.copytree(drafted_day, home)
    return home


@pytest.fixture
def published(published_day: Path, home: Path) -> Path:
    shutil.copytree(published_day, home)
    return home
