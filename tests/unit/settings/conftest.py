"""What the tests of the configuration share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jujur.settings import places
from jujur.settings.desk import DeskConfig, load_desk


@pytest.fixture(scope="module")
def desk() -> DeskConfig:
    return load_desk(places.config_dir() / "pagar-alam")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of ``config/`` that a test may damage."""
    shutil.copytree(places.config_dir(), tmp_path / "config")
    return tmp_path / "config"


@pytest.fixture
def load(config: Path) -> Callable[..., DeskConfig]:
    """Loads the copy, after changing one place of one of its files."""

    def change_and_load(file: str = "", old: str = "", new: str = "") -> DeskConfig:
        if file:
            path = config / file
            text = path.read_text(encoding="utf-8")
            assert old in text, f"{file} does not say {old!r}"
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return load_desk(config / "pagar-alam")

    return change_and_load


@pytest.fixture
def pilkada(load: Callable[..., DeskConfig]) -> DeskConfig:
    """The same desk, following a Pilkada."""
    return load("pagar-alam/desk.yaml", "jenis: pemilu ", "jenis: pilkada ")
