"""DAG files parse with an empty environment, and without the heavy libraries (architecture.md §7, style habit 6)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
HEAVY = ["pandas", "great_expectations", "sqlalchemy", "weasyprint"]

# Airflow itself imports sqlalchemy, so only our own importers are refused; a library that we import may still do so,
# which is why the libraries that only we use must not be loaded at all.
PARSE = """
import builtins, json, sys
project, heavy = sys.argv[1], set(json.loads(sys.argv[2]))
real_import = builtins.__import__

def guarded(name, globals=None, locals=None, fromlist=(), level=0):
    importer = str((globals or {}).get("__file__") or "")
    ours = importer.startswith((project + "/dags/", project + "/plugins/"))
    if ours and level == 0 and name.split(".")[0] in heavy:
        raise ImportError(f"{importer} imports {name} while a DAG file is parsed")
    return real_import(name, globals, locals, fromlist, level)

builtins.__import__ = guarded
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(dag_folder=sys.argv[3])
loaded = sorted(heavy & set(sys.modules))
print("RESULT" + json.dumps({"dags": sorted(bag.dags), "errors": bag.import_errors, "loaded": loaded}))
"""


def parse(home: Path, dags: Path = PROJECT / "dags", heavy: list[str] | None = None) -> dict[str, object]:
    """Parse a DAG folder as ``env -i`` would, naming only what Airflow cannot guess."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
    }
    done = subprocess.run(
        [sys.executable, "-c", PARSE, str(PROJECT), json.dumps(heavy or []), str(dags)],
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


def expected() -> list[str]:
    names = sorted(path.stem for path in (PROJECT / "dags").glob("*.py"))
    assert names
    return names


def test_dag_files_parse_with_an_empty_environment(tmp_path: Path) -> None:
    assert parse(tmp_path) == {"dags": expected(), "errors": {}, "loaded": []}


def test_dag_files_parse_without_the_heavy_libraries(tmp_path: Path) -> None:
    result = parse(tmp_path, heavy=HEAVY)
    assert result["errors"] == {}
    assert result["dags"] == expected()
    assert set(result["loaded"]) <= {"sqlalchemy"}, "only Airflow's own sqlalchemy may be there"  # type: ignore[call-overload]


@pytest.mark.parametrize("library", HEAVY)
def test_the_guard_sees_a_heavy_import(tmp_path: Path, library: str) -> None:
    """The proof that the test above can fail: a DAG file of ours that does import it."""
    guarded = PARSE.replace('project + "/dags/"', "sys.argv[3]")
    folder = tmp_path / "dags"
    folder.mkdir()
    (folder / "offender.py").write_text(f"from airflow.sdk import dag\nimport {library}\n")
    done = subprocess.run(
        [sys.executable, "-c", guarded, str(PROJECT), json.dumps([library]), str(folder)],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "AIRFLOW__CORE__DAGS_FOLDER": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert f"imports {library} while a DAG file is parsed" in done.stdout
