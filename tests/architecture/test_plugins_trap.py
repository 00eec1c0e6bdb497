"""Airflow must load our one plugin file and nothing else below ``plugins/`` (architecture.md §7, the plugins trap)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PLUGINS = PROJECT / "plugins"

# What every Airflow service does when it starts.
LOAD = """
import json, sys
from airflow import plugins_manager
plugins, errors = plugins_manager._get_plugins()
import email
folder = sys.argv[1]
ours = {
    name: str(module.__file__)
    for name, module in sorted(sys.modules.items())
    if str(getattr(module, "__file__", None) or "").startswith(folder)
}
print("RESULT" + json.dumps({
    "plugins": sorted(plugin.name for plugin in plugins if str(plugin.source).startswith(("$PLUGINS_FOLDER", folder))),
    "timetables": sorted(plugins_manager.get_timetables_plugins()),
    "errors": errors,
    "ours": ours,
    "email": email.__file__,
}))
"""


def load(plugins: Path, home: Path) -> dict[str, Any]:
    """Start Airflow on a plugins folder; what it loaded from there, and which module is ``email``."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(plugins),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(plugins)],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    results = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    assert results, done.stdout[-2000:] + done.stderr[-2000:]
    return dict(json.loads(results[0].removeprefix("RESULT")))


def strangers(loaded: dict[str, Any]) -> list[str]:
    """Modules from the plugins folder that carry a name other than their own."""
    return [name for name in loaded["ours"] if name.split(".")[0] not in ("jujur", "airflow_plugin")]


def test_ignore_file_hides_everything_but_the_plugin() -> None:
    lines = (PLUGINS / ".airflowignore").read_text().split()
    assert lines == ["*.py", "!airflow_plugin.py"]


def test_airflow_loads_our_plugin_and_nothing_else(tmp_path: Path) -> None:
    loaded = load(PLUGINS, tmp_path)
    assert loaded["errors"] == {}
    assert loaded["plugins"] == ["jujur"]
    assert loaded["timetables"] == [
        "jujur.orchestration.timetables.CalendarTimetable",
        "jujur.orchestration.timetables.ReceivingTimetable",
    ]
    assert strangers(loaded) == []
    assert not loaded["email"].startswith(str(PLUGINS))


def copy_with_a_trap(target: Path) -> Path:
    """Our plugins folder with a module named like one of the standard library."""
    plugins = target / "plugins"
    shutil.copytree(PLUGINS, plugins, ignore=shutil.ignore_patterns("__pycache__"))
    (plugins / "jujur" / "orchestration" / "email.py").write_text('"""Not the real one."""\n')
    return plugins


def test_a_module_named_email_does_not_replace_the_real_one(tmp_path: Path) -> None:
    plugins = copy_with_a_trap(tmp_path)
    loaded = load(plugins, tmp_path)
    assert strangers(loaded) == []
    assert not loaded["email"].startswith(str(plugins))


def test_without_the_ignore_file_the_trap_snaps(tmp_path: Path) -> None:
    """The proof that the tests above can fail."""
    plugins = copy_with_a_trap(tmp_path)
    (plugins / ".airflowignore").unlink()
    loaded = load(plugins, tmp_path)
    assert "email" in strangers(loaded)
    assert loaded["email"].startswith(str(plugins))
