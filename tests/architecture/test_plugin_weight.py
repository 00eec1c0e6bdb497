"""Our plugin is loaded by every Airflow process, and by tasks: what only the api-server needs must wait until it is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]

LOAD = """
import json, sys
from airflow import plugins_manager
plugin = next(plugin for plugin in plugins_manager._get_plugins()[0] if plugin.name == "jujur")
heavy = [name for name in ("fastapi", "great_expectations", "pandas", "weasyprint", "jujur.web") if name in sys.modules]
print("RESULT" + json.dumps({
    "apps": [[app["url_prefix"], callable(app["app"])] for app in plugin.fastapi_apps],
    "views": plugin.external_views,
    "info": next(info for info in plugins_manager.get_plugin_info() if info["name"] == "jujur")["fastapi_apps"],
    "heavy": heavy,
}))
"""


def load(home: Path, base_url: str) -> dict[str, Any]:
    """What the plugin registers, and which heavy modules were imported for it."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__API__BASE_URL": base_url,
    }
    done = subprocess.run(
        [sys.executable, "-c", LOAD],
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


@pytest.mark.parametrize(
    ("base_url", "href"),
    [
        ("http://localhost:8080", "/pemeriksaan/"),
        ("https://desk.example/airflow/", "/airflow/pemeriksaan/"),
    ],
)
def test_the_pages_are_registered_and_nothing_heavy_is_loaded(
    tmp_path: Path, base_url: str, href: str
) -> None:
    loaded = load(tmp_path, base_url)
    assert loaded["heavy"] == []
    assert loaded["apps"] == [["/pemeriksaan", True]]
    assert [(view["name"], view["href"]) for view in loaded["views"]] == [("Pemeriksaan kiriman", href)]
    assert loaded["info"][0]["app"] == "jujur.orchestration.pages.DocumentPages"
