"""The package stands alone: a wheel brings sql/, reports/ and config/ with it and works without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_a_wheel_opens_a_desk_without_the_checkout(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    program = (
        "import jujur, sys; from jujur.settings import places; from jujur.operations.initialise import *; "
        "from jujur.operations.desk import open_desk\n"
        "with open_desk() as desk: enter_demonstration(desk)\n"
        "with open_desk() as desk: print(jujur.__file__, *initialise(desk))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(site), "JUJUR_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert str(site) in done.stdout
    assert "499 laporan wajib" in done.stdout


def test_no_registry_host_is_named_in_the_locks() -> None:
    for lock in PROJECT.glob("requirements*.lock"):
        assert "://" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()
